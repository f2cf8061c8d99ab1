/**
 * Stores encrypted licence keys. Keys are inserted and retired, but never replaced in place. Only an erasure overwrites
 * their ciphertext. A key is in one of three states:
 *
 * - Current: `is_current` is 1. The portal shows this key.
 * - Updated: `is_current` and `retired_at` are null. The customer was given a key with newer data, and this one keeps
 *   working.
 * - Replaced: `retired_at` says when this key stops or stopped working, for example because it leaked.
 */
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
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, millisecondsOf, select } from '#server/platform/database/statements.ts';
import type { OldKeys } from '#shared/licences/licences.ts';

const LicenceId = z.object({ licenceId: column.number });
const Total = z.object({ total: column.number });
const FoundKeyRow = z.object({
  keyHash: column.bytes,
  licenceId: column.number,
});
type FoundKey = z.output<typeof FoundKeyRow>;
const EarlierKeyRow = z.object({
  licenceId: column.number,
  ciphertext: column.bytes,
  keyVersion: column.bytes,
  stopsAt: column.milliseconds.nullable(),
});
const Range = z.object({ first: column.number.nullable(), last: column.number.nullable() });
const ListedKeyRow = z.object({
  id: column.number,
  licenceId: column.number,
  ciphertext: column.bytes,
  keyVersion: column.bytes,
  stopsAt: column.milliseconds.nullable(),
});
const OldKeyRow = z.object({
  licenceId: column.number,
  stopsAt: column.milliseconds.nullable(),
});

interface LicenceKeyRow
  extends Model<InferAttributes<LicenceKeyRow>, InferCreationAttributes<LicenceKeyRow>> {
  id: CreationOptional<number>;
  licenceId: number;
  keyHash: Buffer;
  ciphertext: Buffer;
  keyVersion: Buffer;
  isCurrent: number | null;
  validFrom: Date;
  retiredAt: Date | null;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  licenceId: { type: DataTypes.BIGINT.UNSIGNED, allowNull: false },
  keyHash: { type: DataTypes.BLOB, allowNull: false },
  ciphertext: { type: DataTypes.BLOB, allowNull: false },
  keyVersion: { type: DataTypes.BLOB, allowNull: false },
  isCurrent: { type: DataTypes.TINYINT.UNSIGNED, allowNull: true },
  validFrom: { type: DataTypes.DATE(3), allowNull: false },
  retiredAt: { type: DataTypes.DATE(3), allowNull: true },
});

/** A stored key, which the key vault decrypts. */
export interface StoredKey {
  ciphertext: Buffer;
  keyVersion: Buffer;
}

export interface CurrentKey extends StoredKey {
  id: number;
}

export interface EarlierStoredKey extends StoredKey {
  licenceId: number;
  /** When it stops or stopped working; null if it keeps working. */
  stopsAt: Date | null;
}

export interface ListedKey extends EarlierStoredKey {
  id: number;
}

export interface NewKey extends StoredKey {
  licenceId: number;
  keyHash: Buffer;
  validFrom: Date;
}

export type LicenceKeyRepository = ReturnType<typeof licenceKeyRepository>;

export function licenceKeyRepository(db: Sequelize, transaction?: Transaction) {
  const keys = modelOf<LicenceKeyRow>(db, 'licence_keys', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    async findCurrent(licenceId: number): Promise<CurrentKey | null> {
      const row = await keys.findOne({ where: { licenceId, isCurrent: 1 }, ...scope });
      return row && { id: row.id, ciphertext: row.ciphertext, keyVersion: row.keyVersion };
    },

    /** Returns the earlier keys of each licence that still work. */
    async listOld(licenceIds: readonly number[], now: Date): Promise<Map<number, OldKeys>> {
      if (licenceIds.length === 0) return new Map();
      const rows = await select(
        db,
        OldKeyRow,
        `SELECT licence_id AS licenceId, ${millisecondsOf('retired_at')} AS stopsAt
         FROM licence_keys
         WHERE licence_id IN (?) AND is_current IS NULL AND (retired_at IS NULL OR retired_at > ?)
         ORDER BY retired_at, id`,
        [licenceIds, now],
        transaction,
      );
      return new Map(
        licenceIds.map((id) => {
          const ends = rows.filter(({ licenceId }) => licenceId === id).map(({ stopsAt }) => stopsAt);
          const stopping = ends.filter((end) => end !== null);
          return [id, { stopping, lasting: ends.length - stopping.length }] as const;
        }),
      );
    },

    /** Returns the keys of each licence that aren't the current one, the newest first, and at most 100 in all. */
    listEarlier: async (licenceIds: readonly number[]): Promise<EarlierStoredKey[]> =>
      licenceIds.length === 0
        ? []
        : select(
            db,
            EarlierKeyRow,
            `SELECT licence_id AS licenceId, ciphertext, key_version AS keyVersion,
               ${millisecondsOf('retired_at')} AS stopsAt
             FROM licence_keys WHERE licence_id IN (?) AND is_current IS NULL ORDER BY id DESC LIMIT 100`,
            [licenceIds],
            transaction,
          ),

    /** Returns the keys of all licences from the given ID on, by ID. */
    listFrom: (id: number, limit: number): Promise<ListedKey[]> =>
      select(
        db,
        ListedKeyRow,
        `SELECT id, licence_id AS licenceId, ciphertext, key_version AS keyVersion,
           ${millisecondsOf('retired_at')} AS stopsAt
         FROM licence_keys WHERE id >= ? ORDER BY id LIMIT ?`,
        [id, limit],
        transaction,
      ),

    /** Returns the lowest and the highest ID of a key; both are 0 if there is none. */
    async range(): Promise<{ first: number; last: number }> {
      const sql = 'SELECT MIN(id) AS first, MAX(id) AS last FROM licence_keys';
      const [row] = await select(db, Range, sql, [], transaction);
      return { first: row?.first ?? 0, last: row?.last ?? 0 };
    },

    /**
     * Makes the current key an updated one, which keeps working. Returns true to exactly one of several concurrent
     * callers, and false if the key isn't the current one. Call this in the transaction that adds the next key.
     */
    async supersede(licenceId: number, keyId: number): Promise<boolean> {
      const [changed] = await keys.update(
        { isCurrent: null },
        { where: { id: keyId, licenceId, isCurrent: 1 }, ...scope },
      );
      return changed === 1;
    },

    /**
     * Retires all keys of the licence at the given time, so that none is current. A key that is already due to end
     * earlier still does. Call this in the transaction that adds the next key.
     */
    async retireAll(licenceId: number, at: Date): Promise<void> {
      await keys.update(
        { isCurrent: null, retiredAt: at },
        { where: { licenceId, retiredAt: { [Op.or]: [null, { [Op.gt]: at }] } }, ...scope },
      );
    },

    /**
     * Retires the keys of the licence that have no end yet, so that none is current. Keys that were replaced before
     * keep the end that was promised for them. Call this in the transaction that adds the next key.
     */
    async retireEndless(licenceId: number, at: Date): Promise<void> {
      await keys.update(
        { isCurrent: null, retiredAt: at },
        { where: { licenceId, retiredAt: null }, ...scope },
      );
    },

    /**
     * Counts the valid keys that are encrypted with any other version of APP_KEY, and returns the licences of the first
     * five. If there are none, a few index reads suffice, whatever the size of the table.
     */
    async underOtherVersions(
      versions: readonly Buffer[],
      now: Date,
    ): Promise<{ rows: number; licenceIds: number[] }> {
      const where = `key_version NOT IN (?)
        AND (retired_at IS NULL OR retired_at > ?)`;
      const values = [versions, now];
      const some = await select(
        db,
        LicenceId,
        `SELECT licence_id AS licenceId FROM licence_keys WHERE ${where} LIMIT 5`,
        values,
        transaction,
      );
      if (some.length === 0) return { rows: 0, licenceIds: [] };
      const [count] = await select(
        db,
        Total,
        `SELECT COUNT(*) AS total FROM licence_keys WHERE ${where}`,
        values,
        transaction,
      );
      return { rows: count?.total ?? some.length, licenceIds: some.map(({ licenceId }) => licenceId) };
    },

    /**
     * Overwrites the stored keys of licences with empty ones. The keys' hashes stay, so the keys are still recognized.
     */
    async emptyAll(emptied: readonly { licenceId: number; stored: StoredKey }[]): Promise<void> {
      await updateRows(
        db,
        { table: 'licence_keys', key: 'licence_id', columns: ['ciphertext', 'key_version'] },
        emptied.map(({ licenceId, stored: { ciphertext, keyVersion } }) => ({
          key: licenceId,
          values: [ciphertext, keyVersion],
        })),
        { transaction },
      );
    },

    /** Adds the first keys of licences. Throws `UniqueConstraintError` if a licence already has a current key. */
    async insertAllCurrent(all: readonly NewKey[]): Promise<void> {
      await insertRows(
        keys,
        all.map((key) => ({ ...key, isCurrent: 1, retiredAt: null })),
        scope,
      );
    },

    /** Adds keys beside the current ones. They work like these. Throws `UniqueConstraintError` if one is known. */
    async insertAllBeside(all: readonly NewKey[]): Promise<void> {
      await insertRows(
        keys,
        all.map((key) => ({ ...key, isCurrent: null, retiredAt: null })),
        scope,
      );
    },

    /** Returns which licences these keys belong to. Unknown hashes are missing from the result. */
    listByHashes: async (hashes: readonly Buffer[]): Promise<FoundKey[]> =>
      hashes.length === 0
        ? []
        : select(
            db,
            FoundKeyRow,
            'SELECT key_hash AS keyHash, licence_id AS licenceId FROM licence_keys WHERE key_hash IN (?)',
            [hashes],
            transaction,
          ),

    /** Gives a key to another licence, beside its current one. */
    async moveTo(key: NewKey, from: Buffer): Promise<void> {
      const { licenceId, keyHash, ciphertext, keyVersion } = key;
      await keys.update(
        { licenceId, keyHash, ciphertext, keyVersion, isCurrent: null },
        { where: { keyHash: from }, ...scope },
      );
    },

    /** Adds a current key. Throws `UniqueConstraintError` if the licence already has one. */
    async insertCurrent(key: NewKey): Promise<void> {
      await keys.create({ ...key, isCurrent: 1, retiredAt: null }, scope);
    },
  };
}
