/**
 * Keeps session tokens out of the database: better-auth works with the token while the table holds only its hash, so a
 * copy of the table can't be used to sign in (RFC 6819, section 5.1.4.1.3). better-auth 1.7 stores tokens in plain text
 * and hashes only the identifiers of verifications.
 */
import { createHash } from 'node:crypto';
import type { DBAdapterInstance, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter';

/** A plain hash is enough, because tokens are 32 random letters and digits and can't be brute-forced. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

type Fields = Record<string, unknown>;

/** What an operation of the adapter is told. */
interface Input {
  model: string;
  where?: Where[];
  data?: Fields;
  update?: Fields;
}

/** Hashes the tokens of one call, and puts them back into the rows that come of it. */
function translation() {
  const tokens = new Map<unknown, string>();
  const hash = (token: unknown): unknown => {
    if (Array.isArray(token)) return token.map(hash);
    if (typeof token !== 'string') return token;
    tokens.set(hashOf(token), token);
    return hashOf(token);
  };
  const fields = (given: Fields): Fields =>
    'token' in given ? { ...given, token: hash(given.token) } : given;
  const condition = (where: Where): Where =>
    where.field === 'token' ? { ...where, value: hash(where.value) as Where['value'] } : where;
  const row = (found: unknown): unknown => {
    if (Array.isArray(found)) return found.map(row);
    const token = typeof found === 'object' && found !== null && 'token' in found ? found.token : undefined;
    return tokens.has(token) ? { ...(found as Fields), token: tokens.get(token) } : found;
  };
  return {
    row,
    input: (given: Input): Input => ({
      ...given,
      ...(given.where ? { where: given.where.map(condition) } : {}),
      ...(given.data ? { data: fields(given.data) } : {}),
      ...(given.update ? { update: fields(given.update) } : {}),
    }),
  };
}

const operations = [
  ...['create', 'findOne', 'findMany', 'count', 'update', 'updateMany', 'delete', 'deleteMany'],
  ...['consumeOne', 'incrementOne'],
];

function hashing<A extends DBTransactionAdapter>(adapter: A): A {
  const hashed = operations.map((name) => {
    const operation = adapter[name as keyof A] as (input: Input) => Promise<unknown>;
    const within = async (given: Input): Promise<unknown> => {
      if (given.model !== 'session') return operation(given);
      const { input, row } = translation();
      return row(await operation(input(given)));
    };
    return [name, within];
  });
  return { ...adapter, ...Object.fromEntries(hashed) };
}

/**
 * The same storage with session tokens hashed. A row that was not asked for by its token (a list of a customer's
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
