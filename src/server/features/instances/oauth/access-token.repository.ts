/** Stores access tokens of instances. Only hashes are stored, so a leaked table gives no access. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { selectCaughtUp } from '#server/platform/database/caught-up.ts';
import { modelOf } from '#server/platform/database/define-model.ts';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { inChunks } from '#server/platform/database/rows/in-chunks.ts';
import { column, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { Product } from '#shared/catalogue/catalogue.ts';

/**
 * Revoked tokens are kept longer, because any attempt to use them is reported. Other tokens are kept for a month, so
 * that support can look them up.
 */
export const accessTokenRetention: Retention = {
  table: 'access_tokens',
  where: 'expires_at < :monthAgo AND (revoked_at IS NULL OR revoked_at < :longAgo)',
  daysAgo: { monthAgo: 30, longAgo: 400 },
  order: 'expires_at, token_hash',
};

interface AccessTokenRow
  extends Model<InferAttributes<AccessTokenRow>, InferCreationAttributes<AccessTokenRow>> {
  tokenHash: Buffer;
  clientId: string;
  scope: string;
  payload: string;
  expiresAt: Date;
  revokedAt: CreationOptional<Date | null>;
  createdAt: Date;
}

const attributes = () => ({
  tokenHash: { type: DataTypes.BLOB, allowNull: false, primaryKey: true },
  clientId: { type: DataTypes.STRING(36), allowNull: false },
  scope: { type: DataTypes.STRING, allowNull: false },
  payload: { type: DataTypes.TEXT, allowNull: false },
  expiresAt: { type: DataTypes.DATE(3), allowNull: false },
  revokedAt: DataTypes.DATE(3),
  createdAt: { type: DataTypes.DATE(3), allowNull: false },
});

export interface NewAccessToken {
  tokenHash: Buffer;
  clientId: string;
  /** Space-separated scopes; empty if none was granted. */
  scope: string;
  /** The data that oidc-provider stores with the token. It doesn't contain the token itself. */
  payload: Record<string, unknown>;
  expiresAt: Date;
}

/**
 * A token that hasn't been revoked and whose client isn't disabled. The token may have expired; callers check that with
 * their own clock.
 */
const LiveAccessToken = z.object({
  tokenHash: column.bytes,
  clientId: column.text,
  scope: column.text,
  expiresAt: column.milliseconds,
  /** The product that the client is bound to; null if it may check keys of both products. */
  product: Product.nullable(),
});
export type LiveAccessToken = z.output<typeof LiveAccessToken>;

const liveTokensSql = `SELECT t.token_hash AS tokenHash, t.client_id AS clientId, t.scope,
    ${millisecondsOf('t.expires_at')} AS expiresAt, c.product
  FROM access_tokens t JOIN instance_clients c ON c.id = t.client_id
  WHERE t.token_hash IN (?)
    AND t.revoked_at IS NULL AND c.revoked_at IS NULL`;

const OwnerRow = z.object({ tokenHash: column.bytes, clientId: column.text });
const CountRow = z.object({ total: column.number });
const PayloadRow = z.object({ payload: column.text });

export type AccessTokenRepository = ReturnType<typeof accessTokenRepository>;

export function accessTokenRepository(db: Sequelize, transaction?: Transaction) {
  const tokens = modelOf<AccessTokenRow>(db, 'access_tokens', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    async add(token: NewAccessToken): Promise<void> {
      await tokens.create({ ...token, payload: JSON.stringify(token.payload), createdAt: new Date() }, scope);
    },

    /**
     * Returns the data that oidc-provider stored with the token. Returns null if the token is unknown or revoked, or if
     * its client is disabled.
     */
    async findPayload(tokenHash: Buffer): Promise<Record<string, unknown> | null> {
      const [row] = await select(
        db,
        PayloadRow,
        `SELECT t.payload FROM access_tokens t JOIN instance_clients c ON c.id = t.client_id
         WHERE t.token_hash = ? AND t.revoked_at IS NULL AND c.revoked_at IS NULL`,
        [tokenHash],
        transaction,
      );
      return row ? JSON.parse(row.payload) : null;
    },

    /** Finds the tokens with these hashes that are live. Uses one statement outside any transaction. */
    async findLive(tokenHashes: readonly Buffer[]): Promise<LiveAccessToken[]> {
      return tokenHashes.length === 0 ? [] : select(db, LiveAccessToken, liveTokensSql, [tokenHashes]);
    },

    /**
     * Like `findLive`, but first waits until this database node has caught up with the others. Used for tokens that
     * weren't found, because they may just have been issued through another node.
     */
    async findLiveCaughtUp(tokenHashes: readonly Buffer[]): Promise<LiveAccessToken[]> {
      return tokenHashes.length === 0
        ? []
        : selectCaughtUp(db, LiveAccessToken, liveTokensSql, [tokenHashes]);
    },

    /** Returns the clients of the tokens that are revoked, or whose client is, by the hash in hexadecimal digits. */
    async findRevokedOwners(tokenHashes: readonly Buffer[]): Promise<Map<string, string>> {
      const owners = new Map<string, string>();
      for (const some of inChunks(tokenHashes)) {
        const rows = await select(
          db,
          OwnerRow,
          `SELECT t.token_hash AS tokenHash, t.client_id AS clientId
           FROM access_tokens t JOIN instance_clients c ON c.id = t.client_id
           WHERE t.token_hash IN (?) AND (t.revoked_at IS NOT NULL OR c.revoked_at IS NOT NULL)`,
          [some],
          transaction,
        );
        for (const { tokenHash, clientId } of rows) owners.set(tokenHash.toString('hex'), clientId);
      }
      return owners;
    },

    /** Counts the valid tokens of a client, up to `max`. */
    async countLive(clientId: string, max: number): Promise<number> {
      const [row] = await select(
        db,
        CountRow,
        `SELECT COUNT(*) AS total FROM (SELECT 1 FROM access_tokens
           WHERE client_id = :clientId AND revoked_at IS NULL AND expires_at > :now LIMIT :max) found`,
        { clientId, now: new Date(), max },
        transaction,
      );
      return row?.total ?? 0;
    },

    async revoke(tokenHash: Buffer): Promise<void> {
      await tokens.update({ revokedAt: new Date() }, { where: { tokenHash, revokedAt: null }, ...scope });
    },

    /** Revokes all tokens of a client and returns how many were still valid. */
    async revokeAllOf(clientId: string): Promise<number> {
      const now = new Date();
      const [revoked] = await tokens.update(
        { revokedAt: now },
        { where: { clientId, revokedAt: null, expiresAt: { [Op.gt]: now } }, ...scope },
      );
      return revoked;
    },
  };
}
