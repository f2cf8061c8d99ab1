/** Where customers are, and for whom they buy: columns of their accounts. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { plainChange } from '#server/platform/database/plain-statement.ts';
import type { Profile } from '#shared/profile.ts';

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

    /** All of it at once; what is null is not known any more. */
    async save(userId: number, profile: Profile): Promise<void> {
      await plainChange(
        db,
        `UPDATE users SET company_name = ?, number_of_employees = ?, address_line_1 = ?, address_line_2 = ?,
           city = ?, postal_code = ?, state = ?, country = ?, updated_at = ? WHERE id = ?`,
        [
          profile.companyName,
          profile.numberOfEmployees,
          profile.addressLine1,
          profile.addressLine2,
          profile.city,
          profile.postalCode,
          profile.state,
          profile.country,
          new Date(),
          userId,
        ],
        transaction,
      );
    },
  };
}
