/** Reads customers' profiles. They are columns of `users`, which the account repository writes. */
import type { Sequelize, Transaction } from 'sequelize';
import { select } from '#server/platform/database/statements.ts';
import { Profile } from '#shared/accounts/profile.ts';

export type ProfileRepository = ReturnType<typeof profileRepository>;

export function profileRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the customer's profile; null if there is no such account. */
    async find(userId: number): Promise<Profile | null> {
      const [row] = await select(
        db,
        Profile,
        `SELECT company_name AS companyName, number_of_employees AS numberOfEmployees,
           address_line_1 AS addressLine1, address_line_2 AS addressLine2, city,
           postal_code AS postalCode, state, country
         FROM users WHERE id = ?`,
        [userId],
        transaction,
      );
      return row ?? null;
    },
  };
}
