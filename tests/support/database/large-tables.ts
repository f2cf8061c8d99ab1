/** Fills tables with any number of rows, and counts how many rows the database reads for a query. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { expect } from 'vitest';
import { customerWithSeveralRepository } from '#server/features/billing/duplicate-subscriptions/customer-with-several.repository.ts';
import { streamRepository } from '#server/features/billing/event-log/stream.repository.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { makePlan } from '#tests/support/billing/licences.ts';

const together = 2_000;

async function insertMany(
  db: Sequelize,
  into: string,
  count: number,
  row: (n: number) => string,
): Promise<void> {
  for (let start = 1; start <= count; start += together) {
    const rows = Array.from({ length: Math.min(together, count - start + 1) }, (_, n) => row(start + n));
    await db.query(`INSERT INTO ${into} VALUES ${rows.join(',')}`);
  }
}

const streamOf = (n: number) => `subscription:${String(n).padStart(9, '0')}`;

/**
 * Creates `customers` customers with one licence each. Every hundredth customer has a second licence, and every
 * thousandth licence has no events in the log.
 */
export async function fillTables(db: Sequelize, customers: number): Promise<void> {
  const plan = await makePlan({ plans: planRepository(db) });
  const now = 'UTC_TIMESTAMP(3)';
  await insertMany(
    db,
    'users (id, name, email, email_verified, created_at, updated_at)',
    customers,
    (n) => `(${n}, 'N', 'n${n}@example.test', 1, ${now}, ${now})`,
  );
  const licences =
    'licences (stream, user_id, plan_id, status, subscription_state, quantity, started_on, valid_until_at, created_at, updated_at)';
  const licence = (stream: string, user: number) =>
    `('${stream}', ${user}, ${plan.id}, 'active', 'subscription_created', 1, '2026-01-01', '2027-01-01', ${now}, ${now})`;
  await insertMany(db, licences, customers, (n) => licence(streamOf(n), n));
  await insertMany(db, licences, Math.floor(customers / 100), (n) => licence(`second:${n}`, n * 100));
  await db.query(
    `INSERT INTO billing_events (stream, type, source, payload, payload_digest, state, received_at, occurred_at)
     SELECT stream, 'subscription_created', 'paddle_alert', '{}', UNHEX(SHA2(stream, 256)), 'applied', ${now}, ${now}
     FROM licences WHERE stream NOT LIKE '%000'`,
  );
  // Updates the database's statistics, which still say that the tables are small.
  await db.query('ANALYZE TABLE users, licences, billing_events');
}

/**
 * Runs `work` in one transaction, and returns its result and the number of rows that the storage engine read on that
 * connection.
 */
export async function rowsRead<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ value: T; rows: number }> {
  return db.transaction(async (transaction) => {
    const count = async () => {
      const counters = await db.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Handler_read%'", {
        type: QueryTypes.SELECT,
        transaction,
      });
      return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await count();
    const value = await work(transaction);
    return { value, rows: (await count()) - before };
  });
}

/**
 * Reads two lists page by page: the customers with several licences, and the streams without events. Asserts that both
 * lists are complete and that no page reads more rows than its share.
 */
export async function expectBoundedPages(
  db: Sequelize,
  { customers, limit }: { customers: number; limit: number },
) {
  const several: number[] = [];
  let pages = 0;
  for (let after: number | null = 0; after !== null; pages += 1) {
    const from: number = after;
    const { value, rows } = await rowsRead(db, (transaction) =>
      customerWithSeveralRepository(db, transaction).page({ after: from, limit }),
    );
    expect(rows).toBeLessThan(limit * 20);
    several.push(...value.userIds);
    after = value.next;
  }
  expect(pages).toBeGreaterThan(customers / limit - 1);
  expect(several).toEqual(Array.from({ length: Math.floor(customers / 100) }, (_, n) => (n + 1) * 100));

  const untold: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after;
    const { value, rows } = await rowsRead(db, (transaction) =>
      streamRepository(db, transaction).pageWithoutEvents({ after: from, limit }),
    );
    expect(rows).toBeLessThan(limit * 20);
    untold.push(...value.streams);
    after = value.next;
  }
  const all = await db.query<{ stream: string }>(
    "SELECT stream FROM licences WHERE stream LIKE '%000' ORDER BY stream",
    { type: QueryTypes.SELECT },
  );
  expect(untold).toEqual(all.map(({ stream }) => stream));
}
