/** Adds and changes accounts that come from the PHP portal. Part of the account repository. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, type Parameter, select } from '#server/platform/database/statements.ts';
import { type Profile, profileFields } from '#shared/accounts/profile.ts';
import { profileColumnsOf } from './profile/profile-columns.ts';

/** What of an account comes from there. The address is in the form in which addresses are compared. */
export interface ImportedAccount extends Profile {
  id: number;
  name: string;
  email: string;
  emailVerified: boolean;
  locale: string;
  isAdministrator: boolean;
}

const StoredAccount = z.object({
  id: column.number,
  name: column.text,
  email: column.text,
  emailVerified: column.flag,
  locale: column.text,
  isAdministrator: column.flag,
  hasTwoStep: column.flag,
  companyName: column.text.nullable(),
  numberOfEmployees: column.number.nullable(),
  addressLine1: column.text.nullable(),
  addressLine2: column.text.nullable(),
  city: column.text.nullable(),
  postalCode: column.text.nullable(),
  state: column.text.nullable(),
  country: column.text.nullable(),
});
export type StoredAccount = z.output<typeof StoredAccount>;

const Id = z.object({ id: column.number });
const noProfile = Object.fromEntries(profileFields.map((name) => [name, null])) as Profile;
const profileColumns = profileColumnsOf(noProfile).map(({ column: name }) => name);

export function importedAccounts(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns accounts with everything that the import compares. */
    findImported: (ids: readonly number[]): Promise<StoredAccount[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : select(
            db,
            StoredAccount,
            `SELECT id, name, email, email_verified AS emailVerified, locale,
               instance_administrator AS isAdministrator, two_factor_enabled AS hasTwoStep,
               company_name AS companyName, number_of_employees AS numberOfEmployees,
               address_line_1 AS addressLine1, address_line_2 AS addressLine2, city, postal_code AS postalCode,
               state, country
             FROM users WHERE id IN (?) FOR UPDATE`,
            [ids],
            transaction,
          ),

    /** Returns which of these numbers are accounts. */
    async existing(ids: readonly number[]): Promise<number[]> {
      if (ids.length === 0) return [];
      return (await select(db, Id, 'SELECT id FROM users WHERE id IN (?)', [ids], transaction)).map(
        ({ id }) => id,
      );
    },

    /** Returns which of these addresses accounts have, with the account. */
    async holdersOf(emails: readonly string[]): Promise<Map<string, number>> {
      if (emails.length === 0) return new Map();
      const row = Id.extend({ email: column.text });
      const sql = 'SELECT id, email FROM users WHERE email IN (?)';
      return new Map((await select(db, row, sql, [emails], transaction)).map(({ id, email }) => [email, id]));
    },

    /** Adds accounts with the numbers that they have there. Nobody writes to those without an address of their own. */
    async addImported(
      accounts: readonly (ImportedAccount & {
        createdAt: Date;
        hasTwoStep: boolean;
        isUnreachable: boolean;
      })[],
      at: Date,
    ): Promise<void> {
      if (accounts.length === 0) return;
      const columns = [
        ...[
          'id',
          'name',
          'email',
          'email_verified',
          'locale',
          'instance_administrator',
          'administrator_role',
        ],
        ...['two_factor_enabled', 'email_refused_at', 'created_at', 'updated_at', ...profileColumns],
      ];
      const values = accounts.flatMap((account): Parameter[] => [
        ...[account.id, account.name, account.email, account.emailVerified, account.locale],
        ...[account.isAdministrator, account.isAdministrator ? 'administrator' : null, account.hasTwoStep],
        ...[account.isUnreachable ? at : null, account.createdAt, at],
        ...profileColumnsOf(account).map(({ value }) => value),
      ]);
      const row = `(${columns.map(() => '?').join(', ')})`;
      await execute(
        db,
        `INSERT INTO users (${columns.join(', ')}) VALUES ${accounts.map(() => row).join(', ')}`,
        values,
        transaction,
      );
    },

    /** Makes the portal give out only numbers from this one on. A higher one stays. */
    async numberFrom(id: number): Promise<void> {
      if (!Number.isSafeInteger(id) || id < 1) throw new RangeError('a number of an account must be whole');
      await execute(db, `ALTER TABLE users AUTO_INCREMENT = ${id}`);
    },
  };
}
