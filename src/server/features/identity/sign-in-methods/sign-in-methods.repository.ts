/** Reads and changes the sign-in methods of accounts. better-auth also writes these tables. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { passwordProvider } from './password-provider.ts';

const AccountRow = z.object({ providerId: column.text, hasPassword: column.flag });
const MethodsRow = z.object({
  hasAuthenticator: column.flag,
  hasTwoStep: column.flag,
  passkeys: column.number,
  passkeysAlone: column.number,
});
const IdentityRow = z.object({ provider: column.text, subject: column.text });
const StoredPassword = z.object({ userId: column.number, hash: column.text, setAt: column.instant });
const PasswordRow = z.object({ password: column.text.nullable() });

export type SignInMethodsRepository = ReturnType<typeof signInMethodsRepository>;

export function signInMethodsRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /**
     * Locks the account until the transaction ends, so that changes to its sign-in methods are serialized. This is the
     * same lock as `accounts.lock`.
     */
    async lockAccount(userId: number): Promise<void> {
      if (!transaction) throw new Error('a row is locked for a transaction, and there is none');
      const sql = 'SELECT id FROM users WHERE id = ? FOR UPDATE';
      await select(db, z.object({ id: column.number }), sql, [userId], transaction);
    },

    async find(userId: number): Promise<SignInMethods> {
      const accounts = await select(
        db,
        AccountRow,
        `SELECT provider_id AS providerId, password IS NOT NULL AS hasPassword FROM accounts
         WHERE user_id = ? ORDER BY provider_id`,
        [userId],
        transaction,
      );
      const [row] = await select(
        db,
        MethodsRow,
        `SELECT EXISTS (SELECT 1 FROM two_factors WHERE user_id = :userId AND verified = 1) AS hasAuthenticator,
           EXISTS (SELECT 1 FROM users WHERE id = :userId AND two_factor_enabled = 1) AS hasTwoStep,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = :userId) AS passkeys,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = :userId AND verifies_user = 1) AS passkeysAlone`,
        { userId },
        transaction,
      );
      return {
        hasPassword: accounts.some(
          ({ providerId, hasPassword }) => providerId === passwordProvider && hasPassword,
        ),
        hasAuthenticator: row?.hasAuthenticator ?? false,
        hasTwoStep: row?.hasTwoStep ?? false,
        passkeys: row?.passkeys ?? 0,
        passkeysAlone: row?.passkeysAlone ?? 0,
        providers: accounts.map(({ providerId }) => providerId).filter((id) => id !== passwordProvider),
      };
    },

    /** Returns the account's identities at sign-in providers. */
    listIdentities: (userId: number): Promise<z.output<typeof IdentityRow>[]> =>
      select(
        db,
        IdentityRow,
        `SELECT provider_id AS provider, account_id AS subject FROM accounts
         WHERE user_id = ? AND provider_id <> ?`,
        [userId, passwordProvider],
        transaction,
      ),

    /** Returns the hash of the account's password; null if it has no password. */
    async findPasswordHash(userId: number): Promise<string | null> {
      const sql = 'SELECT password FROM accounts WHERE user_id = ? AND provider_id = ?';
      const [row] = await select(db, PasswordRow, sql, [userId, passwordProvider], transaction);
      return row?.password ?? null;
    },

    /** Replaces the password, or sets the first one. */
    async setPasswordHash(userId: number, hash: string): Promise<void> {
      const now = new Date();
      const values = [hash, now, userId, passwordProvider];
      const change = 'UPDATE accounts SET password = ?, updated_at = ? WHERE user_id = ? AND provider_id = ?';
      if ((await execute(db, change, values, transaction)) > 0) return;
      await execute(
        db,
        `INSERT INTO accounts (password, updated_at, user_id, provider_id, account_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [...values, String(userId), now],
        transaction,
      );
    },

    /**
     * Replaces the hash only if the stored one is still `hash`. This keeps a password that was set at the same time.
     */
    async replacePasswordHash(userId: number, { hash, by }: { hash: string; by: string }): Promise<void> {
      const sql = 'UPDATE accounts SET password = ? WHERE user_id = ? AND provider_id = ? AND password = ?';
      await execute(db, sql, [by, userId, passwordProvider, hash], transaction);
    },

    /** Returns the passwords of accounts, and when each was last set. Replacing an old hash isn't setting it. */
    async listPasswords(userIds: readonly number[]): Promise<Map<number, { hash: string; setAt: Date }>> {
      if (userIds.length === 0) return new Map();
      const rows = await select(
        db,
        StoredPassword,
        `SELECT user_id AS userId, password AS hash, updated_at AS setAt FROM accounts
         WHERE user_id IN (?) AND provider_id = ? AND password IS NOT NULL`,
        [userIds, passwordProvider],
        transaction,
      );
      return new Map(rows.map(({ userId, ...password }) => [userId, password]));
    },

    /** Returns which of these identities at providers are linked, as `provider subject`. */
    async linkedAmong(identities: readonly { provider: string; subject: string }[]): Promise<Set<string>> {
      if (identities.length === 0) return new Set();
      const rows = await select(
        db,
        IdentityRow,
        `SELECT provider_id AS provider, account_id AS subject FROM accounts
         WHERE ${identities.map(() => '(provider_id = ? AND account_id = ?)').join(' OR ')}`,
        identities.flatMap(({ provider, subject }) => [provider, subject]),
        transaction,
      );
      return new Set(rows.map(({ provider, subject }) => `${provider} ${subject}`));
    },

    /** Adds sign-in methods of imported accounts: passwords, whose subject is the account's number, and identities. */
    async addImported(
      methods: readonly { userId: number; provider: string; subject: string; hash: string | null }[],
      at: Date,
    ): Promise<void> {
      if (methods.length === 0) return;
      await execute(
        db,
        `INSERT INTO accounts (user_id, provider_id, account_id, password, created_at, updated_at)
         VALUES ${methods.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
        methods.flatMap(({ userId, provider, subject, hash }) => [userId, provider, subject, hash, at, at]),
        transaction,
      );
    },

    /** Removes the password. */
    async removePassword(userId: number): Promise<void> {
      const sql = 'DELETE FROM accounts WHERE user_id = ? AND provider_id = ?';
      await execute(db, sql, [userId, passwordProvider], transaction);
    },

    /** Unlinks a provider. Returns false if it isn't linked. */
    async unlinkProvider(userId: number, provider: LoginProviderId): Promise<boolean> {
      const sql = 'DELETE FROM accounts WHERE user_id = ? AND provider_id = ?';
      return (await execute(db, sql, [userId, provider], transaction)) > 0;
    },
  };
}
