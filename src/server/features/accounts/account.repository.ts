/**
 * Reads and writes customers' accounts. Only this repository and better-auth's adapter write to `users`. Passwords and
 * sessions are stored in identity's tables.
 */
import {
  type CreationOptional,
  col,
  DataTypes,
  fn,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
  where,
} from 'sequelize';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { type AccountView, Locale } from '#shared/accounts/accounts.ts';
import type { ProfileFields } from '#shared/accounts/profile.ts';
import { roleInRow } from '#shared/administration/roles.ts';
import type { CountryCode } from '#shared/catalogue/catalogue.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { importedAccounts } from './imported-accounts.repository.ts';
import { profileColumnsOf } from './profile/profile-columns.ts';

interface UserRow extends Model<InferAttributes<UserRow>, InferCreationAttributes<UserRow>> {
  id: CreationOptional<number>;
  name: string;
  email: string;
  emailVerified: CreationOptional<boolean>;
  locale: CreationOptional<string>;
  instanceAdministrator: CreationOptional<boolean>;
  administratorRole: CreationOptional<string | null>;
  blockedAt: CreationOptional<Date | null>;
  emailRefusedAt: CreationOptional<Date | null>;
  postalCode: CreationOptional<string | null>;
  country: CreationOptional<string | null>;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  name: { type: DataTypes.STRING, allowNull: false },
  email: { type: DataTypes.STRING(254), allowNull: false },
  emailVerified: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
  locale: { type: DataTypes.CHAR(2), allowNull: false, defaultValue: 'en' },
  instanceAdministrator: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
  administratorRole: { type: DataTypes.STRING(16), allowNull: true },
  blockedAt: { type: DataTypes.DATE(3), allowNull: true },
  emailRefusedAt: { type: DataTypes.DATE(3), allowNull: true },
  postalCode: { type: DataTypes.STRING(32), allowNull: true },
  country: { type: DataTypes.CHAR(2), allowNull: true },
});

/** An account, including the fields that `AccountView` leaves out. */
export interface Account extends AccountView {
  /** Sent to Paddle at checkout. */
  postalCode: string | null;
  /** Since when an administrator has kept the account from signing in; null if it may sign in. */
  blockedAt: Date | null;
}

const toAccount = (row: UserRow): Account => ({
  id: row.id,
  name: row.name,
  email: row.email,
  // In raw rows, MySQL returns booleans as 0 and 1.
  emailVerified: Boolean(row.emailVerified),
  locale: Locale.catch('en').parse(row.locale),
  country: row.country,
  administratorRole: roleInRow({
    instanceAdministrator: Boolean(row.instanceAdministrator),
    administratorRole: row.administratorRole,
  }),
  postalCode: row.postalCode,
  blockedAt: row.blockedAt,
});

const Registered = z.object({ id: column.number, createdAt: column.instant });
type Registered = z.infer<typeof Registered>;

/** Converts an address to the form in which it is stored. */
const stored = comparableAddress;

export type AccountRepository = ReturnType<typeof accountRepository>;

export function accountRepository(db: Sequelize, transaction?: Transaction) {
  const users = modelOf<UserRow>(db, 'users', attributes);
  const scope = transaction ? { transaction } : {};

  async function findById(id: number): Promise<Account | null> {
    const row = await users.findByPk(id, scope);
    return row && toAccount(row);
  }

  async function findByEmail(email: string): Promise<Account | null> {
    const row = await users.findOne({ where: { email: stored(email) }, ...scope });
    return row && toAccount(row);
  }

  return {
    findById,

    /**
     * Locks the account until the transaction ends and returns it; null if it doesn't exist. Call this before reading
     * anything that depends on the account.
     */
    async lock(id: number): Promise<Account | null> {
      if (!transaction) throw new Error('a row is locked for a transaction, and there is none');
      const row = await users.findByPk(id, { transaction, lock: transaction.LOCK.UPDATE });
      return row && toAccount(row);
    },

    /** Returns the accounts that exist, keyed by ID. */
    async findByIds(ids: readonly number[]): Promise<Map<number, Account>> {
      if (ids.length === 0) return new Map();
      const rows = await users.findAll({ where: { id: [...ids] }, raw: true, ...scope });
      return new Map(rows.map((row) => [row.id, toAccount(row)]));
    },

    /**
     * Returns the accounts that have verified one of these addresses, keyed by normalized address
     * (`comparableAddress`).
     */
    async findVerifiedByEmails(emails: readonly string[]): Promise<Map<string, Account>> {
      if (emails.length === 0) return new Map();
      const rows = await users.findAll({
        where: { email: emails.map(stored), emailVerified: true },
        ...scope,
      });
      return new Map(rows.map((row) => [row.email, toAccount(row)]));
    },

    /** Finds an account by its address, ignoring case. */
    findByEmail,

    ...importedAccounts(db, transaction),

    /** Returns the accounts registered since, oldest first. */
    listRegisteredSince: (since: Date, limit: number): Promise<Registered[]> =>
      select(
        db,
        Registered,
        `SELECT id, created_at AS createdAt FROM users
         WHERE created_at >= :since ORDER BY created_at, id LIMIT :limit`,
        { since, limit },
        transaction,
      ),

    /** Deletes the account with its sessions and sign-in methods. Its purchases stay, without an owner. */
    async remove(id: number): Promise<void> {
      await users.destroy({ where: { id }, ...scope });
    },

    /** Sets the country. Returns null if there is no such account. */
    async setCountry(id: number, country: CountryCode): Promise<Account | null> {
      await users.update({ country }, { where: { id }, ...scope });
      return findById(id);
    },

    /** Sets the language. Returns null if there is no such account. */
    async setLocale(id: number, locale: Locale): Promise<Account | null> {
      await users.update({ locale }, { where: { id }, ...scope });
      return findById(id);
    },

    /**
     * Sets the name. If `expected` is given, the name is set only if the stored name is exactly that. Returns the
     * account whether or not the name was set, so callers must compare its name. Returns null if there is no such
     * account.
     */
    async setName(id: number, name: string, expected?: string): Promise<Account | null> {
      const isExpected =
        expected === undefined
          ? {}
          : { [Op.and]: where(fn('HEX', col('name')), Buffer.from(expected).toString('hex').toUpperCase()) };
      await users.update({ name }, { where: { id, ...isExpected }, ...scope });
      return findById(id);
    },

    /** Sets the address, and whether it is verified. Throws `UniqueConstraintError` if another account has it. */
    async setEmail(id: number, email: string, { isVerified }: { isVerified: boolean }): Promise<void> {
      await users.update(
        { email: stored(email), emailVerified: isVerified, emailRefusedAt: null },
        { where: { id }, ...scope },
      );
    },

    /** Returns whose address this is, and since when a mail server has refused it; null if no account has it. */
    async findRecipient(email: string): Promise<{ id: number; refusedSince: Date | null } | null> {
      const user = await users.findOne({
        attributes: ['id', 'emailRefusedAt'],
        where: { email: stored(email) },
        ...scope,
      });
      return user && { id: user.id, refusedSince: user.emailRefusedAt };
    },

    /** Returns since when a mail server has refused the account's address; null if it works. */
    async emailRefusedSince(id: number): Promise<Date | null> {
      const user = await users.findByPk(id, { attributes: ['emailRefusedAt'], ...scope });
      return user?.emailRefusedAt ?? null;
    },

    /**
     * Records that a mail server refuses the address of an account, or with null, that the address works again. Writes
     * nothing if it already works. The customer has changed nothing, so the time of the account's last change stays.
     */
    async setEmailRefused(email: string, at: Date | null): Promise<void> {
      const isRefused = at === null ? { emailRefusedAt: { [Op.ne]: null } } : {};
      const where = { email: stored(email), ...isRefused };
      await users.update({ emailRefusedAt: at }, { where, silent: true, ...scope });
    },

    async turnTwoStepOn(id: number): Promise<void> {
      const sql = 'UPDATE users SET two_factor_enabled = 1, updated_at = ? WHERE id = ?';
      await execute(db, sql, [new Date(), id], transaction);
    },

    /** Turns two-step verification off. Returns false if it wasn't on. */
    async turnTwoStepOff(id: number): Promise<boolean> {
      const sql =
        'UPDATE users SET two_factor_enabled = 0, updated_at = ? WHERE id = ? AND two_factor_enabled = 1';
      return (await execute(db, sql, [new Date(), id], transaction)) > 0;
    },

    /**
     * Saves profile fields with one statement, but only if the stored fields still have the values in `expected`.
     * Returns true if anything was saved.
     */
    async saveProfile(id: number, change: ProfileFields, expected: ProfileFields = {}): Promise<boolean> {
      const set = profileColumnsOf(change);
      const conditions = profileColumnsOf(expected);
      const changed = await execute(
        db,
        `UPDATE users SET ${[...set.map(({ column }) => `${column} = ?`), 'updated_at = ?'].join(', ')}
         WHERE ${['id = ?', ...conditions.map(({ column }) => `HEX(${column}) <=> HEX(?)`)].join(' AND ')}`,
        [...set.map(({ value }) => value), new Date(), id, ...conditions.map(({ value }) => value)],
        transaction,
      );
      return changed > 0;
    },
  };
}
