/**
 * Keeps session tokens out of the database: better-auth works with the token, the table holds only its hash, so that a
 * copy of the table signs nobody in (RFC 6819, section 5.1.4.1.3). better-auth 1.7 stores tokens in clear; it hashes
 * the identifiers of verifications only.
 */
import { createHash } from 'node:crypto';
import type { DBAdapter, DBAdapterInstance, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter';

/** A token is 32 random letters and digits, so a plain hash cannot be searched. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What one call knows of tokens, so that rows it reads can be handed back with the token they were asked for. */
function translation() {
  const tokens = new Map<unknown, string>();
  const hash = (token: unknown) => {
    if (typeof token !== 'string') return token;
    const hashed = hashOf(token);
    tokens.set(hashed, token);
    return hashed;
  };
  return {
    data: (data: Record<string, unknown>) => ('token' in data ? { ...data, token: hash(data.token) } : data),
    where: (where: Where[]): Where[] =>
      where.map((each) =>
        each.field === 'token'
          ? {
              ...each,
              value: (Array.isArray(each.value) ? each.value.map(hash) : hash(each.value)) as Where['value'],
            }
          : each,
      ),
    row: <T>(row: T): T =>
      isRow(row) && tokens.has(row.token) ? { ...row, token: tokens.get(row.token) } : row,
  };
}

function hashing<A extends DBTransactionAdapter>(adapter: A): A {
  const methods: DBTransactionAdapter = {
    ...adapter,
    async create(input) {
      if (input.model !== 'session') return adapter.create(input);
      const { data, row } = translation();
      return row(await adapter.create({ ...input, data: data(input.data) as typeof input.data }));
    },
    async findOne(input) {
      if (input.model !== 'session') return adapter.findOne(input);
      const { where, row } = translation();
      return row(await adapter.findOne({ ...input, where: where(input.where) }));
    },
    async findMany<T>(input: Parameters<DBAdapter['findMany']>[0]) {
      if (input.model !== 'session' || !input.where) return adapter.findMany<T>(input);
      const { where, row } = translation();
      return (await adapter.findMany<T>({ ...input, where: where(input.where) })).map(row);
    },
    async update(input) {
      if (input.model !== 'session') return adapter.update(input);
      const { where, data, row } = translation();
      return row(await adapter.update({ ...input, where: where(input.where), update: data(input.update) }));
    },
    async consumeOne(input) {
      if (input.model !== 'session') return adapter.consumeOne(input);
      const { where, row } = translation();
      return row(await adapter.consumeOne({ ...input, where: where(input.where) }));
    },
    async incrementOne(input) {
      if (input.model !== 'session') return adapter.incrementOne(input);
      const { where, row } = translation();
      return row(await adapter.incrementOne({ ...input, where: where(input.where) }));
    },
    updateMany: (input) =>
      input.model === 'session'
        ? adapter.updateMany({
            ...input,
            where: translation().where(input.where),
            update: translation().data(input.update),
          })
        : adapter.updateMany(input),
    delete: (input) =>
      adapter.delete(
        input.model === 'session' ? { ...input, where: translation().where(input.where) } : input,
      ),
    deleteMany: (input) =>
      adapter.deleteMany(
        input.model === 'session' ? { ...input, where: translation().where(input.where) } : input,
      ),
    count: (input) =>
      adapter.count(
        input.model === 'session' && input.where
          ? { ...input, where: translation().where(input.where) }
          : input,
      ),
  };
  return { ...adapter, ...methods };
}

/**
 * The same storage with session tokens hashed. A row that was not asked for by its token (a list of somebody's
 * sessions) carries the hash in the token's place: such sessions are ended by their id.
 */
export function hashedSessionTokens(storage: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const adapter = storage(options);
    return {
      ...hashing(adapter),
      transaction: (work) => adapter.transaction((inner) => work(hashing(inner))),
    };
  };
}
