/** Customers' tokens for the REST API, only as hashes: a leaked table opens nothing. Real time throughout. */
import type { Sequelize, Transaction } from 'sequelize';
import { plainChange, plainSelect } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';
import {
  mostPersonalTokens,
  PersonalTokenPermission,
  type PersonalTokenView,
} from '#shared/accounts/api-tokens.ts';

export interface StoredPersonalToken {
  userId: number;
  name: string;
  hash: Buffer;
  permissions: readonly PersonalTokenPermission[];
  expiresAt: Date | null;
  at: Date;
}

/** A token that opens something now. */
export interface LivePersonalToken {
  id: number;
  userId: number;
  permissions: PersonalTokenPermission[];
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
const permissionsIn = (text: string): PersonalTokenPermission[] =>
  text.split(' ').flatMap((name) => PersonalTokenPermission.safeParse(name).data ?? []);

const toView = (row: Row): PersonalTokenView => ({
  id: row.id,
  name: row.name,
  permissions: permissionsIn(row.permissions),
  createdAt: new Date(row.createdAt),
  expiresAt: instantOf(row.expiresAt),
  lastUsedAt: instantOf(row.lastUsedAt),
});

export type PersonalTokenRepository = ReturnType<typeof personalTokenRepository>;

export function personalTokenRepository(db: Sequelize, transaction?: Transaction) {
  const select = (where: string, values: Parameters<typeof plainSelect>[2]) =>
    plainSelect<Row>(
      db,
      `SELECT ${columns} FROM personal_tokens t JOIN users u ON u.id = t.user_id WHERE ${where}`,
      values,
      transaction,
    );

  return {
    /**
     * Answers its id; null when the customer has as many as there may be. The unique place of each keeps two who add
     * at once from passing that number: one of them is refused by the key, and its transaction tries again.
     */
    async add({
      userId,
      name,
      hash,
      permissions,
      expiresAt,
      at,
    }: StoredPersonalToken): Promise<number | null> {
      const taken = await plainSelect<{ place: number }>(
        db,
        'SELECT place FROM personal_tokens WHERE user_id = ?',
        [userId],
        transaction,
      );
      const places = new Set(taken.map(({ place }) => place));
      const free = Array.from({ length: mostPersonalTokens }, (_, index) => index + 1).find(
        (place) => !places.has(place),
      );
      if (free === undefined) return null;
      await plainChange(
        db,
        `INSERT INTO personal_tokens (user_id, place, name, token_hash, permissions, expires_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [userId, free, name, hash, permissions.join(' '), expiresAt, at],
        transaction,
      );
      const [added] = await select('t.user_id = ? AND t.place = ?', [userId, free]);
      return added?.id ?? null;
    },

    /** The newest first. */
    async listForUser(userId: number): Promise<PersonalTokenView[]> {
      return (await select('t.user_id = ? ORDER BY t.id DESC', [userId])).map(toView);
    },

    async findForUser(userId: number, id: number): Promise<PersonalTokenView | null> {
      const [row] = await select('t.user_id = ? AND t.id = ?', [userId, id]);
      return row ? toView(row) : null;
    },

    /** False when the customer has no such token. `expiresAt` left out: as it is. */
    async change(
      userId: number,
      id: number,
      change: Pick<StoredPersonalToken, 'name' | 'permissions'> & { expiresAt?: Date | null },
    ): Promise<boolean> {
      const [found] = await select('t.user_id = ? AND t.id = ?', [userId, id]);
      if (!found) return false;
      const expiresAt = change.expiresAt === undefined ? instantOf(found.expiresAt) : change.expiresAt;
      await plainChange(
        db,
        'UPDATE personal_tokens SET name = ?, permissions = ?, expires_at = ? WHERE user_id = ? AND id = ?',
        [change.name, change.permissions.join(' '), expiresAt, userId, id],
        transaction,
      );
      return true;
    },

    /** False when the customer has no such token. */
    async remove(userId: number, id: number): Promise<boolean> {
      const removed = await plainChange(
        db,
        'DELETE FROM personal_tokens WHERE user_id = ? AND id = ?',
        [userId, id],
        transaction,
      );
      return removed > 0;
    },

    /** Null when it is unknown, has expired, or its customer has an address that nobody has confirmed. */
    async findLive(hash: Buffer, now: Date): Promise<LivePersonalToken | null> {
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
      await plainChange(
        db,
        'UPDATE personal_tokens SET last_used_at = ? WHERE id = ?',
        [at, id],
        transaction,
      );
    },
  };
}
