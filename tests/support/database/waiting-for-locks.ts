/** Lets a test hold a row until the requests that need it wait for it. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { expect } from 'vitest';

const waiting =
  "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%FOR UPDATE%' AND info NOT LIKE '%processlist%'";

/** Waits until that many statements of the test's database wait for a row that another transaction has locked. */
export const untilWaiting = (db: Sequelize, count: number): Promise<void> =>
  expect.poll(() => db.query(waiting, { type: QueryTypes.SELECT })).toHaveLength(count);

/**
 * Locks the accounts of all customers, calls `begin`, and releases the lock when that many of its requests wait for it.
 * This way requests are concurrent in every run, however fast each of them is.
 */
export async function atTheSameMoment<T>(
  db: Sequelize,
  { count, begin }: { count: number; begin: () => Promise<T> },
): Promise<T> {
  const transaction = await db.transaction();
  let begun: Promise<T>;
  try {
    await db.query('SELECT id FROM users FOR UPDATE', { transaction });
    begun = begin();
    await untilWaiting(db, count);
  } finally {
    await transaction.rollback();
  }
  return await begun;
}
