/**
 * Stores customers' tokens for the REST API. Only hashes are stored, so a leaked table gives no access. Times are real
 * time, even in the demo.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import {
  column,
  execute,
  millisecondsOf,
  select,
  type Values,
} from '#server/platform/database/statements.ts';
import { ApiTokenPermission, type ApiTokenView, maxApiTokens } from '#shared/accounts/api-tokens.ts';

export interface StoredApiToken {
  userId: number;
  name: string;
  hash: Buffer;
  permissions: readonly ApiTokenPermission[];
  expiresAt: Date | null;
  at: Date;
}

/** A token that is valid now. */
export interface LiveApiToken {
  id: number;
  userId: number;
  permissions: ApiTokenPermission[];
  lastUsedAt: Date | null;
  /** Whether the account is blocked from signing in. */
  isBlocked: boolean;
}

const TokenRow = z.object({
  id: column.number,
  userId: column.number,
  name: column.text,
  permissions: column.text,
  createdAt: column.milliseconds,
  expiresAt: column.milliseconds.nullable(),
  lastUsedAt: column.milliseconds.nullable(),
  isBlocked: column.flag,
});
const Slot = z.object({ slot: column.number });

const columns = `t.id, t.user_id AS userId, t.name, t.permissions, ${millisecondsOf('t.created_at')} AS createdAt,
  ${millisecondsOf('t.expires_at')} AS expiresAt, ${millisecondsOf('t.last_used_at')} AS lastUsedAt,
  u.blocked_at IS NOT NULL AS isBlocked`;

/**
 * Parses the stored permissions. Leaves out permissions that this release doesn't know, in case the portal was rolled
 * back from a later release.
 */
const permissionsIn = (text: string): ApiTokenPermission[] =>
  text.split(' ').flatMap((name) => ApiTokenPermission.safeParse(name).data ?? []);

const toView = ({
  userId: _,
  isBlocked: __,
  permissions,
  ...row
}: z.output<typeof TokenRow>): ApiTokenView => ({
  ...row,
  permissions: permissionsIn(permissions),
});

export type ApiTokenRepository = ReturnType<typeof apiTokenRepository>;

export function apiTokenRepository(db: Sequelize, transaction?: Transaction) {
  const find = (where: string, values: Values) =>
    select(
      db,
      TokenRow,
      `SELECT ${columns} FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE ${where}`,
      values,
      transaction,
    );

  return {
    /**
     * Adds a token and returns its ID. Returns null if the customer already has the maximum number of tokens. Each
     * token takes a numbered slot with a unique key, so if two transactions take the same slot, one of them fails and
     * is retried.
     */
    async add({ userId, name, hash, permissions, expiresAt, at }: StoredApiToken): Promise<number | null> {
      const taken = await select(
        db,
        Slot,
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
      const [added] = await find('t.user_id = ? AND t.slot = ?', [userId, free]);
      return added?.id ?? null;
    },

    /** Returns the customer's tokens, newest first. */
    async listForUser(userId: number): Promise<ApiTokenView[]> {
      return (await find('t.user_id = ? ORDER BY t.id DESC', [userId])).map(toView);
    },

    async findForUser(userId: number, id: number): Promise<ApiTokenView | null> {
      const [row] = await find('t.user_id = ? AND t.id = ?', [userId, id]);
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

    /** Deletes a token. Returns false if the customer has no such token. */
    async remove(userId: number, id: number): Promise<boolean> {
      const removed = await execute(
        db,
        'DELETE FROM api_tokens WHERE user_id = ? AND id = ?',
        [userId, id],
        transaction,
      );
      return removed > 0;
    },

    /**
     * Finds a valid token by its hash. Returns null if the token is unknown or has expired, or if the customer's
     * address isn't verified.
     */
    async findLive(hash: Buffer, now: Date): Promise<LiveApiToken | null> {
      const [row] = await find(
        't.token_hash = ? AND u.email_verified = 1 AND (t.expires_at IS NULL OR t.expires_at > ?)',
        [hash, now],
      );
      if (!row) return null;
      const { id, userId } = row;
      return {
        id,
        userId,
        permissions: permissionsIn(row.permissions),
        lastUsedAt: row.lastUsedAt,
        isBlocked: row.isBlocked,
      };
    },

    async noteUse(id: number, at: Date): Promise<void> {
      await execute(db, 'UPDATE api_tokens SET last_used_at = ? WHERE id = ?', [at, id], transaction);
    },
  };
}
