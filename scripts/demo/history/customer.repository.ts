/**
 * Inserts the accounts of the customers in the prepared history. It writes to the database directly, without going
 * through sign-up.
 */
import { QueryTypes, type Sequelize } from 'sequelize';
import { withTransaction } from '#server/platform/database/transactions.ts';
import type { Person } from './history.ts';

export interface Customer extends Omit<Person, 'registered'> {
  id: number;
  registeredAt: Date;
  /** Null if the customer has no password. The customer must then reset it before signing in. */
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

/** better-auth stores a password as an account with provider "credential" and the user's id as its account id. */
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
    /** Inserts all customers in one transaction. */
    async insertAll(customers: readonly Customer[]): Promise<void> {
      const queries = db.getQueryInterface();
      await withTransaction(db, async (transaction) => {
        await queries.bulkInsert('users', customers.map(userOf), { transaction });
        const known = customers.filter(({ passwordHash }) => passwordHash !== null);
        if (known.length > 0) await queries.bulkInsert('accounts', known.map(credentialOf), { transaction });
      });
    },

    /** Returns the e-mail addresses of all users, and whether the event log contains any events. */
    async usage(): Promise<{ emails: ReadonlySet<string>; hasEvents: boolean }> {
      const users = await db.query<{ email: string }>('SELECT email FROM users', { type: QueryTypes.SELECT });
      const [event] = await db.query('SELECT 1 FROM billing_events LIMIT 1', { type: QueryTypes.SELECT });
      return { emails: new Set(users.map(({ email }) => email)), hasEvents: event !== undefined };
    },
  };
}
