/** Inserts customers directly, for tests that need neither a password nor a session. */
import { randomUUID } from 'node:crypto';
import { QueryTypes, type Sequelize } from 'sequelize';

interface CustomerRow {
  /** The customer's ID. Defaults to the next free one. */
  id?: number;
  name?: string;
  email?: string;
  isVerified?: boolean;
}

/** Inserts a customer and returns its ID. The e-mail address is confirmed by default. */
export async function addCustomer(
  db: Sequelize,
  { id, name = 'Somebody', email = `${randomUUID()}@example.com`, isVerified = true }: CustomerRow = {},
): Promise<number> {
  const [added] = await db.query(
    `INSERT INTO users (id, name, email, email_verified, locale, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'en', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    { replacements: [id ?? null, name, email, isVerified], type: QueryTypes.INSERT },
  );
  return id ?? added;
}
