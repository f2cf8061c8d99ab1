/** Tests that the job that queues notices reads only the licences that are due, by indexes, in pages. */
import { expect, it } from 'vitest';
import { licenceDayRepository } from '#server/features/billing/notices/licence-day.repository.ts';
import { CalendarDate } from '#shared/dates.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { fillTables, rowsRead } from '#tests/support/database/large-tables.ts';

const test = useDatabase();
const day = (text: string) => CalendarDate.parse(text);

it('A page of notices reads no licence that is not due', async () => {
  await fillTables(test.db, 2_000);
  // 50 licences, found by each of the columns that determine their end, some of them by two.
  for (const [column, from, to] of [
    ['valid_until_at', 101, 120],
    ['ends_on', 111, 140],
    ['paused_from', 141, 150],
  ] as const)
    await test.db.query(
      `UPDATE licences SET ${column} = '2026-06-10' WHERE user_id BETWEEN ${from} AND ${to}`,
    );
  await test.db.query(
    `INSERT INTO subscriptions (stream, user_id, paddle_subscription_id, paddle_plan_id, status, quantity, started_on,
       next_bill_on, failed_attempts, created_at, updated_at)
     SELECT stream, user_id, id, 24749, 'active', 1, '2026-01-01', IF(user_id <= 30, '2026-06-10', '2027-01-01'), 0,
       UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM licences`,
  );
  await test.db.query('ANALYZE TABLE licences, subscriptions');
  const range = { from: day('2026-06-09'), to: day('2026-06-11') };

  const found: number[] = [];
  for (let after = 0; ; ) {
    const { value, rows } = await rowsRead(test.db, (transaction) =>
      licenceDayRepository(test.db, transaction).endingIn({ ...range, after, limit: 20 }),
    );
    expect(rows).toBeLessThan(1_000);
    found.push(...value.map(({ id }) => id));
    const last = value.at(-1);
    if (!last) break;
    after = last.id;
  }
  const due = await test.db.query(
    "SELECT id FROM licences WHERE '2026-06-10' IN (valid_until_at, ends_on, paused_from) ORDER BY id",
  );
  expect(found).toEqual((due[0] as { id: number }[]).map(({ id }) => Number(id)));
  expect(new Set(found).size).toBe(found.length);

  const charged = await rowsRead(test.db, (transaction) =>
    licenceDayRepository(test.db, transaction).chargedIn({ ...range, after: 0, limit: 500 }),
  );
  expect(charged.value).toHaveLength(30);
  expect(charged.rows).toBeLessThan(1_000);
});
