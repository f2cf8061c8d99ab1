/**
 * Reads and changes `verifications`: pending sign-ins and sign-ups, password reset links, challenges, trusted devices,
 * attempt counters and e-mailed re-authentication codes. better-auth stores these rows and also deletes them.
 */
import { createHash } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { attemptsPrefix } from './attempt-counter.ts';
import { concernsPerson, jsonPrefix, type PersonInSignIn } from './concerns-person.ts';
import { codeNameOf } from './email-code-name.ts';
import { trustedDeviceOf } from './trusted-devices.ts';

export const verificationRetention: Retention = {
  table: 'verifications',
  where: 'expires_at < :now',
  order: 'expires_at, id',
};

/** Hashes the identifier in the same way as better-auth (`storeIdentifier: 'hashed'`). */
const identifierOf = (sessionId: number) =>
  createHash('sha256')
    .update(codeNameOf(String(sessionId)))
    .digest('base64url');

const StoredCode = z.object({ id: column.number, value: column.text });
type StoredCode = z.infer<typeof StoredCode>;

/** Number of rows that are read, or of values in one statement. */
const batchSize = 500;

const discardable = {
  /** Sign-ins that wait for their second factor, and password reset links. */
  pending: (userId: number) => String(userId),
  /** Trusted devices. Once they are discarded, each must enter the second factor again. */
  devices: trustedDeviceOf,
} as const;

export type VerificationRepository = ReturnType<typeof verificationRepository>;

export function verificationRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /**
     * Deletes rows of this user. They are found by their value, because only hashes of their identifiers are stored.
     */
    async discard(userId: number, what: readonly (keyof typeof discardable)[]): Promise<void> {
      const values = what.map((each) => discardable[each](userId));
      const sql = 'DELETE FROM verifications WHERE value IN (?) AND identifier NOT LIKE ?';
      await execute(db, sql, [values, `${attemptsPrefix}%`], transaction);
    },

    /**
     * Deletes rows whose JSON names a person. Only rows that live for a day or less contain JSON, so few are read; the
     * index of `value` finds them.
     */
    async discardConcerning(person: PersonInSignIn): Promise<void> {
      const sql = 'SELECT id, value FROM verifications WHERE value LIKE ? AND id > ? ORDER BY id LIMIT ?';
      for (let after: number | undefined = 0; after !== undefined; ) {
        const values = [`${jsonPrefix}%`, after, batchSize];
        const rows: StoredCode[] = await select(db, StoredCode, sql, values, transaction);
        const ids = rows.flatMap(({ id, value }) => (concernsPerson(value, person) ? id : []));
        if (ids.length > 0)
          await execute(db, 'DELETE FROM verifications WHERE id IN (?)', [ids], transaction);
        after = rows.length === batchSize ? rows.at(-1)?.id : undefined;
      }
    },

    /** Deletes the e-mailed codes of these sessions. */
    async discardEmailCodes(sessionIds: readonly number[]): Promise<void> {
      for (let start = 0; start < sessionIds.length; start += batchSize) {
        const identifiers = sessionIds.slice(start, start + batchSize).map(identifierOf);
        const sql = 'DELETE FROM verifications WHERE identifier IN (?)';
        await execute(db, sql, [identifiers], transaction);
      }
    },

    /** Returns the newest e-mailed code of a session; null if there is none or it has expired. */
    async findEmailCode(sessionId: number, now: Date): Promise<StoredCode | null> {
      const sql =
        'SELECT id, value FROM verifications WHERE identifier = ? AND expires_at > ? ORDER BY id DESC';
      return (await select(db, StoredCode, sql, [identifierOf(sessionId), now], transaction))[0] ?? null;
    },

    /**
     * Replaces the value of a code unless it has changed since it was read. Of several concurrent callers, only one
     * gets true.
     */
    async replaceEmailCode({ id, value }: StoredCode, by: string): Promise<boolean> {
      const sql = 'UPDATE verifications SET value = ? WHERE id = ? AND value = ?';
      return (await execute(db, sql, [by, id, value], transaction)) === 1;
    },

    /** Deletes a code, because it was used. Of several concurrent callers, only one gets true. */
    removeEmailCode: async ({ id }: StoredCode): Promise<boolean> =>
      (await execute(db, 'DELETE FROM verifications WHERE id = ?', [id], transaction)) === 1,
  };
}
