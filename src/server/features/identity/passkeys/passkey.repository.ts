/** Stores customers' passkeys. better-auth doesn't know this table. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, columnList, execute, select } from '#server/platform/database/statements.ts';
import type { PasskeyView } from '#shared/identity/passkeys.ts';

const PasskeyRow = z.object({
  id: column.number,
  name: column.text.nullable(),
  isSynced: column.flag,
  signsInAlone: column.flag,
  addedAt: column.instant.nullable(),
  lastUsedAt: column.instant.nullable(),
});

const Credential = z.object({
  id: column.number,
  userId: column.number,
  credentialId: column.text,
  /** The public key in COSE format, encoded as Base64. */
  publicKey: column.text,
  counter: column.number,
  transports: column.text.nullable(),
});
/** The data that a browser needs to use a passkey and that the portal needs to verify its response. */
export type Credential = z.output<typeof Credential>;

const credentialColumns = columnList({
  id: 'id',
  userId: 'user_id',
  credentialId: 'credential_id',
  publicKey: 'public_key',
  counter: 'counter',
  transports: 'transports',
});

interface NewPasskey extends Omit<Credential, 'id'> {
  name: string;
  /** Whether the passkey can be used on several devices: `singleDevice` or `multiDevice`. */
  deviceType: string;
  isSynced: boolean;
  /** ID of the authenticator's model. */
  aaguid: string;
  signsInAlone: boolean;
  addedAt: Date;
}

export type PasskeyRepository = ReturnType<typeof passkeyRepository>;

export function passkeyRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async listForUser(userId: number): Promise<PasskeyView[]> {
      const rows = await select(
        db,
        PasskeyRow,
        `SELECT id, name, backed_up AS isSynced, verifies_user AS signsInAlone, created_at AS addedAt,
           last_used_at AS lastUsedAt FROM passkeys
         WHERE user_id = ? ORDER BY id`,
        [userId],
        transaction,
      );
      return rows.map((row) => ({ ...row, name: row.name ?? '' }));
    },

    credentialsOf: (userId: number): Promise<Credential[]> =>
      select(
        db,
        Credential,
        `SELECT ${credentialColumns} FROM passkeys WHERE user_id = ? ORDER BY id`,
        [userId],
        transaction,
      ),

    /** Returns null if no customer has a passkey with this ID. */
    async findCredential(credentialId: string): Promise<Credential | null> {
      const sql = `SELECT ${credentialColumns} FROM passkeys WHERE credential_id = ?`;
      return (await select(db, Credential, sql, [credentialId], transaction))[0] ?? null;
    },

    async add({ userId, name, credentialId, publicKey, counter, transports, ...rest }: NewPasskey) {
      await execute(
        db,
        `INSERT INTO passkeys (user_id, name, credential_id, public_key, counter, transports, device_type, backed_up,
           aaguid, verifies_user, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[userId, name, credentialId, publicKey, counter, transports],
          ...[rest.deviceType, rest.isSynced, rest.aaguid, rest.signsInAlone, rest.addedAt],
        ],
        transaction,
      );
    },

    /** Stores the passkey's own count of its uses. Returns false if a use with this count or a higher one is stored. */
    async raiseCounter(id: number, to: number): Promise<boolean> {
      const sql = 'UPDATE passkeys SET counter = ? WHERE id = ? AND counter < ?';
      return (await execute(db, sql, [to, id, to], transaction)) === 1;
    },

    /**
     * Stores when the passkey was used, and that it verifies its user if it has: of imported ones that isn't known
     * before.
     */
    async noteUse(id: number, at: Date, { hasVerified }: { hasVerified: boolean }): Promise<void> {
      const sql = 'UPDATE passkeys SET last_used_at = ?, verifies_user = verifies_user OR ? WHERE id = ?';
      await execute(db, sql, [at, hasVerified, id], transaction);
    },

    /** Returns the passkey's name, which may be empty; null if the customer has no such passkey. */
    async findName(id: number, userId: number): Promise<string | null> {
      const [row] = await select(
        db,
        PasskeyRow.pick({ name: true }),
        'SELECT name FROM passkeys WHERE id = ? AND user_id = ?',
        [id, userId],
        transaction,
      );
      return row ? (row.name ?? '') : null;
    },

    async rename(id: number, userId: number, name: string): Promise<void> {
      const sql = 'UPDATE passkeys SET name = ? WHERE id = ? AND user_id = ?';
      await execute(db, sql, [name, id, userId], transaction);
    },

    async remove(id: number, userId: number): Promise<void> {
      await execute(db, 'DELETE FROM passkeys WHERE id = ? AND user_id = ?', [id, userId], transaction);
    },
  };
}
