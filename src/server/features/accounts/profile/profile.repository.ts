/** Where customers are, and for whom they buy: columns of their accounts. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { execute } from '#server/platform/database/plain-statement.ts';
import { type Profile, type ProfileFields, profileFields } from '#shared/accounts/profile.ts';

const columns: Readonly<Record<keyof Profile, string>> = {
  companyName: 'company_name',
  numberOfEmployees: 'number_of_employees',
  addressLine1: 'address_line_1',
  addressLine2: 'address_line_2',
  city: 'city',
  postalCode: 'postal_code',
  state: 'state',
  country: 'country',
};

/** In the order of the columns, whatever the order they come in. */
const fieldsOf = (profile: ProfileFields) =>
  profileFields.flatMap((name) => {
    const value = profile[name];
    return value === undefined ? [] : [{ column: columns[name], value }];
  });

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

    /**
     * Sets these fields in one statement, and only while those of `expected` are as they are given there, to the
     * letter. Answers whether it has.
     */
    async save(userId: number, change: ProfileFields, expected: ProfileFields = {}): Promise<boolean> {
      const set = fieldsOf(change);
      const where = fieldsOf(expected);
      const changed = await execute(
        db,
        `UPDATE users SET ${[...set.map(({ column }) => `${column} = ?`), 'updated_at = ?'].join(', ')}
         WHERE ${['id = ?', ...where.map(({ column }) => `HEX(${column}) <=> HEX(?)`)].join(' AND ')}`,
        [...set.map(({ value }) => value), new Date(), userId, ...where.map(({ value }) => value)],
        transaction,
      );
      return changed > 0;
    },
  };
}
