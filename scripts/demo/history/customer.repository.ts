/** The accounts of the prepared history's customers, written all at once instead of through the door. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { withTransaction } from '#server/platform/database/transactions.ts';
import type { Person } from './history.ts';

export interface Customer extends Omit<Person, 'registered'> {
  id: number;
  registeredAt: Date;
  /** Null: nobody logs in as this one before asking for a new password. */
  passwordHash: string | null;
}

const userOf = (customer: Customer) => {
  const [line1 = null, city = null, postalCode = null, state = null] = customer.address ?? [];
  return {
    id: customer.id,
    name: customer.name,
    email: customer.email,
    email_verified: 1,
    locale: customer.locale,
    terms_accepted_at: customer.registeredAt,
    company_name: customer.company ?? null,
    number_of_employees: customer.employees ?? null,
    address_line_1: line1,
    city,
    postal_code: postalCode,
    state,
    country: customer.country,
    created_at: customer.registeredAt,
    updated_at: customer.registeredAt,
  };
};

/** As better-auth keeps a password: an account at the provider "credential", whose id there is the user's. */
const credentialOf = ({ id, passwordHash, registeredAt }: Customer) => ({
  user_id: id,
  provider_id: 'credential',
  account_id: String(id),
  password: passwordHash,
  created_at: registeredAt,
  updated_at: registeredAt,
});

export function customerRepository(db: Sequelize) {
  return {
    /** All of them, or none. */
    async insertAll(customers: readonly Customer[]): Promise<void> {
      const queries = db.getQueryInterface();
      await withTransaction(db, async (transaction) => {
        await queries.bulkInsert('users', customers.map(userOf), { transaction });
        const known = customers.filter(({ passwordHash }) => passwordHash !== null);
        if (known.length > 0) await queries.bulkInsert('accounts', known.map(credentialOf), { transaction });
      });
    },

    /** Whether the database has customers, and whether some have bought. */
    async usage(): Promise<{ emails: ReadonlySet<string>; hasEvents: boolean }> {
      const users = await db.query<{ email: string }>('SELECT email FROM users', { type: QueryTypes.SELECT });
      const [event] = await db.query('SELECT 1 FROM billing_events LIMIT 1', { type: QueryTypes.SELECT });
      return { emails: new Set(users.map(({ email }) => email)), hasEvents: event !== undefined };
    },
  };
}
