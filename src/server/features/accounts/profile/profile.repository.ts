/** Reads where customers are, and for whom they buy: columns of `users`, which the repository of accounts writes. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { Profile } from '#shared/accounts/profile.ts';

export type ProfileRepository = ReturnType<typeof profileRepository>;

export function profileRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Null when there is no such account. */
    async find(userId: number): Promise<Profile | null> {
      const [row] = await db.query<Profile>(
        `SELECT company_name AS companyName, number_of_employees AS numberOfEmployees,
           address_line_1 AS addressLine1, address_line_2 AS addressLine2, city,
           postal_code AS postalCode, state, country
         FROM users WHERE id = :userId`,
        {
          type: QueryTypes.SELECT,
          replacements: { userId },
          ...(transaction ? { transaction } : {}),
        },
      );
      return row ?? null;
    },
  };
}
