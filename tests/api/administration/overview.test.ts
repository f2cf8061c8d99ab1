/** Tests the overview of administration: its figures, its files, and that its queries stay fast. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { castOf } from '#proofs/shop/cast.ts';
import { day, startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { delivered } from '#proofs/shop/received-alerts.ts';
import { buildDeps } from '#server/build-deps.ts';
import { ExchangeRates } from '#server/config/exchange-rates.ts';
import type { Deps } from '#server/deps.ts';
import { overviewCsv } from '#server/features/administration/figures/overview-csv.ts';
import { readOverview } from '#server/features/administration/figures/read-overview.ts';
import { updateFigures } from '#server/features/administration/figures/update-figures.ts';
import { Overview } from '#shared/administration/overview.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
const now = new Date('2026-04-20T12:00:00Z');
let deps: Deps;

beforeEach(async () => {
  const { config, logger: log } = people.portal;
  await seedPlansOnSale(database.db);
  deps = buildDeps({
    ...{
      config: { ...config, exchangeRates: ExchangeRates.parse('EUR 2026-04-01 USD=0.9') },
      db: database.db,
      log,
    },
    clock: { now: () => now },
  });
});

/** Three purchases: a yearly one for five seats, a monthly one that was refunded, and a monthly one that fails. */
async function sell(): Promise<void> {
  const sold = [
    startLife(castOf(1, await addCustomer(database.db)), { plan: plans.officeLifeYearly, quantity: 5 })
      .at('2026-02-03 09:00:00')
      .created()
      .paid(),
    startLife(castOf(2, await addCustomer(database.db)))
      .at('2026-03-10 09:00:00')
      .created()
      .paid()
      .at('2026-04-05 09:00:00')
      .refunded(0, 'full'),
    startLife(castOf(3, await addCustomer(database.db)))
      .at('2026-02-17 09:00:00')
      .created()
      .paid()
      .at('2026-03-17 06:00:00')
      .paid()
      .at('2026-04-17 06:00:00')
      .failed({ attempt: 1, retryOn: day('2026-04-22') }),
  ];
  for (const [n, { alerts }] of sold.entries())
    for (const [index, form] of alerts.entries())
      await deps.inbox.ingest(delivered(form, n * 100 + index + 1));
  await updateFigures(deps);
}

describe('The overview', () => {
  it('shows revenue, licences, what moved, refunds and what is due', async () => {
    await sell();
    const overview = await readOverview(deps);
    expect(() => Overview.parse(overview)).not.toThrow();
    // 5 × 40.00 a year, and 9.00 a month of which the last payment is overdue.
    expect(overview.revenue.now).toEqual([{ minor: 1_667 + 900, currency: 'USD' }]);
    expect(overview.revenue.converted).toEqual({
      ...{ amount: { minor: 2_310, currency: 'EUR' }, on: '2026-04-01', without: [] },
    });
    expect(overview.revenue.months).toHaveLength(13);
    expect(overview.revenue.months.slice(-3)).toMatchObject([
      { month: '2026-02-01', amounts: [{ product: 'Monica' }, { product: 'OfficeLife' }] },
      { month: '2026-03-01', amounts: [{ amount: { minor: 1_800 } }, { amount: { minor: 1_667 } }] },
      { month: '2026-04-01', amounts: [{ amount: { minor: 900 } }, { amount: { minor: 1_667 } }] },
    ]);
    expect(overview.licences).toMatchObject([
      { product: 'Monica', frequency: 'Monthly', licences: 1, seats: 1, paying: 1 },
      { product: 'OfficeLife', frequency: 'Annual', licences: 1, seats: 5, paying: 1 },
    ]);
    const nothing = { expired: 0, cancelled: 0, paused: 0, refunded: 0, revoked: 0 };
    expect(overview.months.slice(-3)).toEqual([
      { month: '2026-02-01', new: 2, returned: 0, renewed: 0, churned: 0, ended: nothing },
      { month: '2026-03-01', new: 1, returned: 0, renewed: 1, churned: 0, ended: nothing },
      {
        month: '2026-04-01',
        new: 0,
        returned: 0,
        renewed: 0,
        churned: 1,
        ended: { ...nothing, refunded: 1 },
      },
    ]);
    expect(overview.churn).toEqual({ last30Days: { churned: 1, of: 3 }, before: { churned: 0, of: 3 } });
    expect(overview).toMatchObject({
      ...{ today: '2026-04-20', failing: 1 },
      refunds: [{ month: '2026-04-01', amount: { minor: 900, currency: 'USD' }, count: 1 }],
      inbox: { waiting: 0, failed: 0, late: 0 },
      outbox: { failed: 0 },
    });
    // The yearly one is due in 2027, and the failed one was due three days ago.
    expect(overview.renewals).toEqual([]);
  });

  it('lists renewals that are due, by day, and no trial that was never begun', async () => {
    const life = startLife(castOf(4, await addCustomer(database.db)))
      .at('2026-03-31 09:00:00')
      .created()
      .paid();
    for (const [index, form] of life.alerts.entries()) await deps.inbox.ingest(delivered(form, index + 1));
    await updateFigures(deps);
    expect((await readOverview(deps)).renewals).toEqual([
      { day: '2026-04-30', count: 1, amounts: [{ minor: 900, currency: 'USD' }] },
    ]);
  });

  it('counts pings and alerts by UTC day, sign-ups, and what waits', async () => {
    await deps.pingCounts.add([
      { day: day('2026-04-19'), clientId: 'a', outcome: 'good', total: 3 },
      { day: day('2026-04-19'), clientId: 'b', outcome: 'good', total: 4 },
      { day: day('2026-04-19'), clientId: 'b', outcome: 'sign_in_failed', total: 9 },
      { day: day('2026-01-01'), clientId: 'b', outcome: 'good', total: 9 },
    ]);
    await database.db.query(
      `INSERT INTO billing_events (source, type, payload, occurred_at, received_at, state, next_attempt_at) VALUES
       ('paddle_alert', 'x', '{}', '2026-04-18', '2026-04-18 23:30:00', 'failed', NULL),
       ('paddle_alert', 'x', '{}', '2026-04-18', '2026-04-19 00:00:00', 'pending', '2026-04-19'),
       ('system', 'x', '{}', '2026-04-18', '2026-04-19 00:00:00', 'applied', NULL)`,
    );
    await database.db.query("UPDATE users SET created_at = '2026-04-18'");
    await database.db.query("UPDATE users SET created_at = '2026-04-01' ORDER BY id LIMIT 1");
    const [{ total } = { total: 0 }] = await database.db.query<{ total: number }>(
      'SELECT COUNT(*) AS total FROM users',
      { type: QueryTypes.SELECT },
    );
    const overview = await readOverview(deps);
    expect(overview.pings).toEqual([{ day: '2026-04-19', outcome: 'good', count: 7 }]);
    expect(overview.alerts).toEqual([
      { day: '2026-04-18', state: 'failed', count: 1 },
      { day: '2026-04-19', state: 'pending', count: 1 },
    ]);
    expect(overview.signUps).toEqual({ week: total - 1, month: total });
    expect(overview.inbox).toEqual({ waiting: 1, failed: 1, late: 1, flags: 0 });
  });

  it('has no converted revenue without rates', async () => {
    await sell();
    const { config, logger: log } = people.portal;
    const plain = buildDeps({ config, db: database.db, log, clock: { now: () => now } });
    const { revenue } = await readOverview(plain);
    expect(revenue.converted).toBeNull();
    expect(revenue.months.every(({ converted }) => converted === null)).toBe(true);
  });

  it('is read and saved by every administrator, as a table that spreadsheets can calculate with', async () => {
    await sell();
    await database.db.query('UPDATE users SET two_factor_enabled = 1');
    await deps.administrators.setRole(people.administrator.id, 'viewer');
    const { administration } = people.portal.trpc(people.administrator.cookie);
    const { name, csv } = await administration.overview.file.query({ file: 'licences' });
    expect(name).toMatch(/^licences-\d{4}-\d\d-\d\d\.csv$/);
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFday,product,plan,frequency,active_licences,seats,paying_licences',
      expect.stringMatching(/,OfficeLife,Yearly plan,Annual,1,5,1$/),
    ]);
    const overview = await readOverview(deps);
    const refunds = [{ month: day('2026-04-01'), amount: { minor: -4_500, currency: 'USD' }, count: 1 }];
    expect(overviewCsv({ ...overview, refunds }, 'refunds')).toContain('2026-04-01,1,-45.00,USD\r\n');
    const licences = overview.licences.map((row) => ({ ...row, planName: '-2+3' }));
    expect(overviewCsv({ ...overview, licences }, 'licences')).toContain(",'-2+3,");
    for (const file of ['revenue', 'movements', 'pings', 'alerts', 'renewals'] as const)
      expect(overviewCsv(overview, file).split('\r\n')[0]).toMatch(/^\uFEFF(?:month|day),/);
  });

  it('reads only parts of indexes, however many rows there are', async () => {
    await database.db.query(
      `INSERT INTO users (name, email, email_verified, created_at, updated_at)
       SELECT 'N', CONCAT('n', seq, '@example.test'), 1, DATE_ADD('2020-01-01', INTERVAL seq HOUR), '2026-01-01'
       FROM ${numbers} AS n`,
    );
    await database.db.query(
      `INSERT INTO billing_events (source, type, payload, payload_digest, occurred_at, received_at, state, next_attempt_at)
       SELECT 'paddle_alert', 'x', '{}', UNHEX(SHA2(seq, 256)), '2020-01-01',
         DATE_ADD('2020-01-01', INTERVAL seq HOUR), 'applied', NULL FROM ${numbers} AS n`,
    );
    await database.db.query(
      `INSERT INTO outbox (idempotency_key, template, ids, state, priority, attempts, created_at, settled_at)
       SELECT seq, 'x', '{}', 'sent', 1, 1, '2020-01-01', '2020-01-01' FROM ${numbers} AS n`,
    );
    await database.db.query(
      `INSERT INTO daily_figures (kind, day, plan_id, currency, total, amount)
       SELECT 'due', DATE_ADD('2000-01-01', INTERVAL seq DAY), 1, 'USD', 1, 1 FROM ${numbers} AS n`,
    );
    await database.db.query(
      `INSERT INTO ping_counts (day, client_id, outcome, total)
       SELECT DATE_ADD('2000-01-01', INTERVAL seq DAY), 'a', 'good', 1 FROM ${numbers} AS n`,
    );
    await database.db.query('ANALYZE TABLE users, billing_events, outbox, daily_figures, ping_counts');
    const all = await statementsOf(() => readOverview(deps));
    // The portal's background work sends statements, too.
    const own =
      /FROM (?:daily_figures|ping_counts)|is_unfigured = 1 LIMIT|created_at >=|AS counted|GROUP BY day, state/;
    const statements = all.filter((sql) => own.test(sql));
    expect(statements.length).toBeGreaterThanOrEqual(17);
    for (const sql of statements) {
      const steps = await database.db.query<{
        table: string;
        type: string;
        key: string | null;
        rows: number;
      }>(`EXPLAIN ${sql}`, { type: QueryTypes.SELECT });
      for (const { table, type, key, rows } of steps) {
        if (table?.startsWith('<derived')) continue;
        expect(key, sql).not.toBeNull();
        expect(['range', 'ref', 'const', 'eq_ref'], `${sql} ${table}`).toContain(type);
        expect(Number(rows), sql).toBeLessThan(1_000);
      }
    }
  });
});
