/** Accesses the e-mailed re-authentication codes, one per session. better-auth also stores and deletes them. */
import { createHash } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { codeNameOf } from './email-code.ts';

/** Hashes the identifier in the same way as better-auth (`storeIdentifier: 'hashed'`). */
const identifierOf = (sessionId: number) =>
  createHash('sha256')
    .update(codeNameOf(String(sessionId)))
    .digest('base64url');

const StoredCode = z.object({ id: column.number, value: column.text });
type StoredCode = z.infer<typeof StoredCode>;

export type EmailCodeRepository = ReturnType<typeof emailCodeRepository>;

export function emailCodeRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the newest code of a session; null if there is none or it has expired. */
    async find(sessionId: number, now: Date): Promise<StoredCode | null> {
      const sql =
        'SELECT id, value FROM verifications WHERE identifier = ? AND expires_at > ? ORDER BY id DESC';
      return (await select(db, StoredCode, sql, [identifierOf(sessionId), now], transaction))[0] ?? null;
    },

    /**
     * Replaces the value unless it has changed since it was read. Of several concurrent callers, only one gets true.
     */
    async replace({ id, value }: StoredCode, by: string): Promise<boolean> {
      const sql = 'UPDATE verifications SET value = ? WHERE id = ? AND value = ?';
      return (await execute(db, sql, [by, id, value], transaction)) === 1;
    },

    /** Deletes the code, because it was used. Of several concurrent callers, only one gets true. */
    remove: async ({ id }: StoredCode): Promise<boolean> =>
      (await execute(db, 'DELETE FROM verifications WHERE id = ?', [id], transaction)) === 1,
  };
}
