/** A customer as a row, for tests that need no password and no session. */
import { randomUUID } from 'node:crypto';
import { QueryTypes, type Sequelize } from 'sequelize';

interface CustomerRow {
  /** The next free one unless given. */
  id?: number;
  name?: string;
  email?: string;
  isVerified?: boolean;
}

/** Adds the row; answers the customer's id. The address is confirmed unless `isVerified` says otherwise. */
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
