/** Customers' tokens for the REST API, only as hashes: a leaked table opens nothing. Real time throughout. */
import type { Sequelize, Transaction } from 'sequelize';
import { execute, query } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';
import { ApiTokenPermission, type ApiTokenView, maxApiTokens } from '#shared/accounts/api-tokens.ts';

export interface StoredApiToken {
  userId: number;
  name: string;
  hash: Buffer;
  permissions: readonly ApiTokenPermission[];
  expiresAt: Date | null;
  at: Date;
}

/** A token that opens something now. */
export interface LiveApiToken {
  id: number;
  userId: number;
  permissions: ApiTokenPermission[];
  lastUsedAt: Date | null;
}

interface Row {
  id: number;
  userId: number;
  name: string;
  permissions: string;
  /** Milliseconds since 1970, as the other two. */
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

const columns = `t.id, t.user_id AS userId, t.name, t.permissions, ${millisecondsOf('t.created_at')} AS createdAt,
  ${millisecondsOf('t.expires_at')} AS expiresAt, ${millisecondsOf('t.last_used_at')} AS lastUsedAt`;

const instantOf = (milliseconds: number | null): Date | null =>
  milliseconds === null ? null : new Date(milliseconds);

/** What a later release could name, after a step back, opens nothing. */
const permissionsIn = (text: string): ApiTokenPermission[] =>
  text.split(' ').flatMap((name) => ApiTokenPermission.safeParse(name).data ?? []);

const toView = (row: Row): ApiTokenView => ({
  id: row.id,
  name: row.name,
  permissions: permissionsIn(row.permissions),
  createdAt: new Date(row.createdAt),
  expiresAt: instantOf(row.expiresAt),
  lastUsedAt: instantOf(row.lastUsedAt),
});

export type ApiTokenRepository = ReturnType<typeof apiTokenRepository>;

export function apiTokenRepository(db: Sequelize, transaction?: Transaction) {
  const select = (where: string, values: Parameters<typeof query>[2]) =>
    query<Row>(
      db,
      `SELECT ${columns} FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE ${where}`,
      values,
      transaction,
    );

  return {
    /**
     * Answers its id; null when the customer has as many as there may be. The unique place of each keeps two who add
     * at once from passing that number: one of them is refused by the key, and its transaction tries again.
     */
    async add({ userId, name, hash, permissions, expiresAt, at }: StoredApiToken): Promise<number | null> {
      const taken = await query<{ slot: number }>(
        db,
        'SELECT slot FROM api_tokens WHERE user_id = ?',
        [userId],
        transaction,
      );
      const slots = new Set(taken.map(({ slot }) => slot));
      const free = Array.from({ length: maxApiTokens }, (_, index) => index + 1).find(
        (slot) => !slots.has(slot),
      );
      if (free === undefined) return null;
      await execute(
        db,
        `INSERT INTO api_tokens (user_id, slot, name, token_hash, permissions, expires_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [userId, free, name, hash, permissions.join(' '), expiresAt, at],
        transaction,
      );
      const [added] = await select('t.user_id = ? AND t.slot = ?', [userId, free]);
      return added?.id ?? null;
    },

    /** The newest first. */
    async listForUser(userId: number): Promise<ApiTokenView[]> {
      return (await select('t.user_id = ? ORDER BY t.id DESC', [userId])).map(toView);
    },

    async findForUser(userId: number, id: number): Promise<ApiTokenView | null> {
      const [row] = await select('t.user_id = ? AND t.id = ?', [userId, id]);
      return row ? toView(row) : null;
    },

    async change(
      userId: number,
      id: number,
      { name, permissions, expiresAt }: Pick<StoredApiToken, 'name' | 'permissions' | 'expiresAt'>,
    ): Promise<void> {
      await execute(
        db,
        'UPDATE api_tokens SET name = ?, permissions = ?, expires_at = ? WHERE user_id = ? AND id = ?',
        [name, permissions.join(' '), expiresAt, userId, id],
        transaction,
      );
    },

    /** False when the customer has no such token. */
    async remove(userId: number, id: number): Promise<boolean> {
      const removed = await execute(
        db,
        'DELETE FROM api_tokens WHERE user_id = ? AND id = ?',
        [userId, id],
        transaction,
      );
      return removed > 0;
    },

    /** Null when it is unknown, has expired, or its customer has an address that nobody has confirmed. */
    async findLive(hash: Buffer, now: Date): Promise<LiveApiToken | null> {
      const [row] = await select(
        't.token_hash = ? AND u.email_verified = 1 AND (t.expires_at IS NULL OR t.expires_at > ?)',
        [hash, now],
      );
      if (!row) return null;
      const { id, userId } = row;
      return {
        id,
        userId,
        permissions: permissionsIn(row.permissions),
        lastUsedAt: instantOf(row.lastUsedAt),
      };
    },

    async noteUse(id: number, at: Date): Promise<void> {
      await execute(db, 'UPDATE api_tokens SET last_used_at = ? WHERE id = ?', [at, id], transaction);
    },
  };
}
