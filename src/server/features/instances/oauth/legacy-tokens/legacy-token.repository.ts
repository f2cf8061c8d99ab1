/** Stores which access tokens the PHP portal issued. The tokens themselves are signed and aren't stored. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { Product } from '#shared/catalogue/catalogue.ts';

/** As long as the portal's own tokens are kept. */
export const legacyTokenRetention: Retention = {
  table: 'legacy_tokens',
  where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
  daysAgo: { monthAgo: 30, longAgo: 400 },
  order: 'expires_at, id',
};

/** A token as the PHP portal's database lists it. */
export interface LegacyToken {
  /** The `jti` of the token. */
  id: string;
  clientId: string;
  /** Whether its scopes allow pings. */
  mayPing: boolean;
  expiresAt: Date;
  revokedAt: Date | null;
}

const FoundToken = z.object({
  id: column.text,
  clientId: column.text,
  mayPing: column.flag,
  expiresAt: column.milliseconds,
  /** Whether the token was revoked, or its client disabled. */
  isRevoked: column.flag,
  /** The product that the client is bound to; null if it may check keys of both products. */
  product: Product.nullable(),
});
export type FoundLegacyToken = z.output<typeof FoundToken>;

const StoredToken = z.object({ id: column.text, isRevoked: column.flag });
const CountRow = z.object({ total: column.number });
const LastRow = z.object({ lastAt: column.milliseconds.nullable() });

export type LegacyTokenRepository = ReturnType<typeof legacyTokenRepository>;

export function legacyTokenRepository(db: Sequelize, transaction?: Transaction) {
  const count = async (conditions: string, values: Record<string, string | Date | number>) => {
    const [row] = await select(
      db,
      CountRow,
      `SELECT COUNT(*) AS total FROM
         (SELECT 1 FROM legacy_tokens WHERE client_id = :clientId AND ${conditions} LIMIT :max) found`,
      values,
      transaction,
    );
    return row?.total ?? 0;
  };
  return {
    /** Finds tokens by their `jti`. */
    async find(ids: readonly string[]): Promise<FoundLegacyToken[]> {
      if (ids.length === 0) return [];
      return select(
        db,
        FoundToken,
        `SELECT t.id, t.client_id AS clientId, t.may_ping AS mayPing, ${millisecondsOf('t.expires_at')} AS expiresAt,
           CASE WHEN t.revoked_at IS NULL AND c.revoked_at IS NULL THEN 0 ELSE 1 END AS isRevoked, c.product
         FROM legacy_tokens t JOIN instance_clients c ON c.id = t.client_id
         WHERE t.id IN (:ids)`,
        { ids },
        transaction,
      );
    },

    /** Returns which of these tokens are stored, and whether each is revoked. */
    async listStored(ids: readonly string[]): Promise<Map<string, { isRevoked: boolean }>> {
      const stored = new Map<string, { isRevoked: boolean }>();
      for (const some of inChunks(ids)) {
        const rows = await select(
          db,
          StoredToken,
          `SELECT id, CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END AS isRevoked
           FROM legacy_tokens WHERE id IN (:some)`,
          { some },
          transaction,
        );
        for (const { id, isRevoked } of rows) stored.set(id, { isRevoked });
      }
      return stored;
    },

    /** Stores tokens whose clients exist. A token that is stored stays as it is, but is revoked if the new one is. */
    async store(tokens: readonly LegacyToken[]): Promise<void> {
      const sorted = [...tokens].sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const some of inChunks(sorted)) {
        await execute(
          db,
          `INSERT INTO legacy_tokens (id, client_id, may_ping, expires_at, revoked_at)
           VALUES ${some.map(() => '(?, ?, ?, ?, ?)').join(',')}
           ON DUPLICATE KEY UPDATE revoked_at = COALESCE(revoked_at, VALUES(revoked_at))`,
          some.flatMap(({ id, clientId, mayPing, expiresAt, revokedAt }) => [
            ...[id, clientId, mayPing],
            ...[expiresAt, revokedAt],
          ]),
          transaction,
        );
      }
    },

    /** Notes that tokens were presented, once an hour at most for each. */
    async notePresented(ids: readonly string[], at: Date, hourBefore: Date): Promise<void> {
      for (const some of inChunks([...ids].sort())) {
        await execute(
          db,
          `UPDATE legacy_tokens SET last_presented_at = :at
           WHERE id IN (:some) AND (last_presented_at IS NULL OR last_presented_at < :hourBefore)`,
          { at, some, hourBefore },
          transaction,
        );
      }
    },

    /** Counts the valid tokens of a client, up to `max`. */
    countLive: (clientId: string, { now, max }: { now: Date; max: number }): Promise<number> =>
      count('revoked_at IS NULL AND expires_at > :now', { clientId, now, max }),

    /** Counts the tokens of a client that were presented since then, up to `max`. */
    countPresented: (clientId: string, { since, max }: { since: Date; max: number }): Promise<number> =>
      count('last_presented_at >= :since', { clientId, since, max }),

    /** Returns when a token of the client was last presented; null if none was. */
    async lastPresentedAt(clientId: string): Promise<Date | null> {
      const [row] = await select(
        db,
        LastRow,
        `SELECT ${millisecondsOf('MAX(last_presented_at)')} AS lastAt FROM legacy_tokens WHERE client_id = ?`,
        [clientId],
        transaction,
      );
      return row?.lastAt ?? null;
    },

    /** Revokes all tokens of a client and returns how many were still valid. */
    revokeAllOf(clientId: string): Promise<number> {
      const now = new Date();
      return execute(
        db,
        `UPDATE legacy_tokens SET revoked_at = :now
         WHERE client_id = :clientId AND revoked_at IS NULL AND expires_at > :now`,
        { now, clientId },
        transaction,
      );
    },
  };
}
