/**
 * Tests the effect of each kind of alert on a customer's licence, observed through the webhook, /api/validate and the
 * tables.
 */

import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { castOf } from '#proofs/shop/cast.ts';
import { startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { explainLicence } from '#server/features/billing/explain-licence.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { replay } from '#server/features/billing/inbox/replay.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { decryptKey } from '#server/features/licences/keys/stored-key.ts';
import { CalendarDate } from '#shared/dates.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;
let token: string;
let cast: ReturnType<typeof castOf>;

const day = (text: string): CalendarDate => CalendarDate.parse(text);
const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T09:20:00Z' });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });
  await seedPlansOnSale(test.db);
  cast = castOf(1, await addCustomer(test.db, { email: 'nora@example.test' }));
  token = await authorize(portal, deps);
});
afterEach(async () => {
  await portal.stop();
});

const life = (options: Parameters<typeof startLife>[1] = {}) => startLife(cast, options);

/**
 * Number of alerts already delivered, per simulated subscription (`Life`). `tell` delivers the remaining alerts and
 * expects each to be accepted.
 */
const told = new WeakMap<object, number>();
async function tell(lived: ReturnType<typeof startLife>): Promise<Record<string, unknown>[]> {
  const from = told.get(lived) ?? 0;
  told.set(lived, lived.alerts.length);
  const answers: Record<string, unknown>[] = [];
  for (const form of lived.alerts.slice(from)) {
    const answer = await portal.alert(form);
    expect(answer.status).toBe(200);
    answers.push(answer.body);
  }
  return answers;
}

async function keyOfLicence(): Promise<string> {
  const [row] = await rows<{ id: number; licence_id: number; ciphertext: Buffer; key_version: Buffer }>(
    'SELECT licence_id, ciphertext, key_version FROM licence_keys WHERE is_current = 1',
  );
  if (!row) throw new Error('there is no key');
  return decryptKey(deps.keyVault, row.licence_id, {
    ciphertext: row.ciphertext,
    keyVersion: row.key_version,
  });
}

/** Sets the clock to noon UTC on the given day and returns the /api/validate response. */
async function ping(on: string): Promise<{ status: number; body: Record<string, unknown> }> {
  portal.setNow(`${on}T12:00:00Z`);
  const answer = await fetch(`${portal.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: await keyOfLicence() }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const bought = () => life().created().paid();

describe('A trial', () => {
  it('is valid to its end and continues into the paid period without a gap', async () => {
    const trial = life().created({ trialDays: 14 });
    await tell(trial);
    expect(await ping('2026-01-20')).toMatchObject({ status: 200, body: { next_check_at: '2026-01-27' } });
    trial.at('2026-01-26 09:14:00').updated({ status: 'active' }).paid();
    await tell(trial);
    expect(await ping('2026-01-27')).toMatchObject({ status: 200, body: { next_check_at: '2026-02-27' } });
  });
});

describe('A failed renewal', () => {
  it('works through grace, is checked again when grace ends, and recovers once paid', async () => {
    const lived = bought();
    lived.at('2026-02-12 06:00:00').failed({ attempt: 1, retryOn: day('2026-02-15') });
    lived.updated({ status: 'past_due', nextBillOn: day('2026-02-15') });
    await tell(lived);
    expect(await ping('2026-02-14')).toMatchObject({ status: 200, body: { next_check_at: '2026-02-20' } });
    expect(await rows('SELECT status, failed_attempts, next_retry_on FROM subscriptions')).toMatchObject([
      { status: 'past_due', failed_attempts: 1 },
    ]);
    lived
      .at('2026-02-15 06:00:00')
      .paid({ through: day('2026-03-12') })
      .updated({ status: 'active' });
    await tell(lived);
    expect(await ping('2026-02-16')).toMatchObject({ status: 200, body: { next_check_at: '2026-03-13' } });
  });

  it('ends the licence after grace, and further past_due updates don’t extend it', async () => {
    const lived = bought();
    lived.at('2026-02-12 06:00:00').updated({ status: 'past_due', nextBillOn: day('2026-02-15') });
    lived.at('2026-02-15 06:00:00').updated({ status: 'past_due', nextBillOn: day('2026-02-20') });
    await tell(lived);
    expect((await ping('2026-02-19')).status).toBe(200);
    expect((await ping('2026-02-20')).status).toBe(410);
  });
});

describe('A change of plan or seats', () => {
  it('changes the same licence and keeps its key', async () => {
    const lived = life({ plan: plans.officeLifeMonthly, quantity: 5 }).created().paid();
    await tell(lived);
    const key = await keyOfLicence();
    lived.at('2026-01-20 10:00:00').updated({ quantity: 12 });
    await tell(lived);
    expect(await ping('2026-01-21')).toMatchObject({ status: 200, body: { quantity: 12 } });
    lived
      .at('2026-01-25 10:00:00')
      .updated({ plan: plans.officeLifeYearly, nextBillOn: day('2027-01-25') })
      .paid({ through: day('2027-01-25') });
    await tell(lived);
    expect(await ping('2026-06-01')).toMatchObject({
      status: 200,
      body: { frequency: 'year', next_check_at: '2027-01-26' },
    });
    expect(await keyOfLicence()).toBe(key);
    expect(await rows('SELECT id FROM licences')).toHaveLength(1);
  });
});

describe('A pause', () => {
  it('ends the licence on the announced day without grace, and resuming revives it', async () => {
    const lived = bought();
    lived.at('2026-01-20 10:00:00').updated({ pausedFrom: day('2026-02-12'), pausedReason: 'voluntary' });
    await tell(lived);
    expect((await ping('2026-02-12')).status).toBe(200);
    lived.at('2026-02-12 06:00:00').updated({ status: 'paused' });
    await tell(lived);
    expect((await ping('2026-02-12')).status).toBe(200);
    expect(await ping('2026-02-13')).toMatchObject({ status: 410 });
    lived.at('2026-03-01 10:00:00').updated({ status: 'past_due' }).updated({ status: 'active' });
    lived.paid({ through: day('2026-04-01') });
    await tell(lived);
    expect(await ping('2026-03-02')).toMatchObject({ status: 200, body: { next_check_at: '2026-04-02' } });
  });
});

describe('A refund', () => {
  it('ends the licence when full, and nothing when partial or of tax only', async () => {
    const lived = bought();
    lived.at('2026-01-15 10:00:00').refunded(0, 'vat', 150).refunded(0, 'partial', 300);
    await tell(lived);
    expect((await ping('2026-01-16')).status).toBe(200);
    expect(await rows('SELECT kind, reference FROM flags')).toEqual([
      { kind: 'partial_refund', reference: `partial_refund:${cast.vendorId}-1` },
    ]);
    lived.at('2026-01-17 10:00:00').refunded(0, 'full');
    await tell(lived);
    expect((await ping('2026-01-17')).status).toBe(410);
    expect(await rows('SELECT refund_kind, refunded_minor FROM receipts')).toEqual([
      { refund_kind: 'full', refunded_minor: 900 },
    ]);
  });

  it('in full, followed by a cancellation, ends the licence at once', async () => {
    const lived = bought();
    lived.at('2026-01-15 10:00:00').refunded(0, 'full').cancelled(day('2026-02-12'));
    await tell(lived);
    expect((await ping('2026-01-16')).status).toBe(410);
  });
});

describe('A dispute and a suspected fraud', () => {
  it('raise flags and end no licence', async () => {
    const lived = bought();
    const [order] = lived.state.orders;
    lived.at('2026-01-15 10:00:00').dispute('created', order?.orderId ?? '');
    lived.highRisk('created', 'pending');
    await tell(lived);
    expect((await ping('2026-01-16')).status).toBe(200);
    expect(await rows('SELECT kind, detail, resolved_at FROM flags ORDER BY kind')).toEqual([
      { kind: 'dispute', detail: 'open, 9.00 USD', resolved_at: null },
      { kind: 'high_risk', detail: 'pending, 99.87 %', resolved_at: null },
    ]);
    lived.at('2026-01-18 10:00:00').dispute('closed', order?.orderId ?? '');
    await tell(lived);
    expect(await rows("SELECT detail FROM flags WHERE kind = 'dispute'")).toEqual([
      { detail: 'closed, 9.00 USD' },
    ]);
  });
});

describe('A one-off payment', () => {
  it('creates a receipt, and a licence of one period only for a plan', async () => {
    const lived = life();
    lived.boughtOnce(777, 2_500);
    await tell(lived);
    expect(await rows('SELECT id FROM licences')).toEqual([]);
    expect(await rows('SELECT amount_minor, user_id FROM receipts')).toEqual([
      { amount_minor: 2_500, user_id: cast.userId },
    ]);
    lived.boughtOnce(plans.monicaYearly.id, 9_000);
    await tell(lived);
    expect(await rows('SELECT status FROM licences')).toEqual([{ status: 'one_off' }]);
    expect(await ping('2026-06-01')).toMatchObject({ status: 200, body: { next_check_at: '2027-01-13' } });
    expect((await ping('2027-01-13')).status).toBe(410);
  });
});

describe('A plan added after a one-off payment for it', () => {
  it('creates the licence for that payment', async () => {
    const lived = life();
    lived.boughtOnce(777, 2_500);
    await tell(lived);
    expect(await rows('SELECT id FROM licences')).toEqual([]);
    const [monthly] = await planRepository(test.db).listOnSale('Monica');
    if (!monthly) throw new Error('the shop is empty');
    await planRepository(test.db).save({ ...monthly, paddlePlanId: 777 });
    await sweep(deps);
    expect(await rows('SELECT status FROM licences')).toEqual([{ status: 'one_off' }]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [] });
  });
});

describe('A plan whose period changes', () => {
  it('changes the term of one-off licences and of no subscription', async () => {
    const [monthly] = await planRepository(test.db).listOnSale('Monica');
    if (!monthly) throw new Error('the shop is empty');
    const lived = bought();
    lived.boughtOnce(monthly.paddlePlanId, 2_500);
    await tell(lived);
    const ends = () =>
      rows('SELECT status, CAST(valid_until_at AS CHAR) AS until FROM licences ORDER BY status');
    const subscribed = { status: 'active', until: '2026-02-12' };
    expect(await ends()).toEqual([subscribed, { status: 'one_off', until: '2026-02-12' }]);
    await planRepository(test.db).save({ ...monthly, frequency: 'Annual' });
    await sweep(deps);
    expect(await ends()).toEqual([subscribed, { status: 'one_off', until: '2027-01-12' }]);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [], failures: [] });
  });
});

describe('A buyer’s new address', () => {
  it('is stored as the contact address and changes no licence', async () => {
    const lived = bought();
    lived.at('2026-01-15 10:00:00').audience('update_audience_member', 'new@example.test');
    await tell(lived);
    expect(await rows('SELECT email FROM paddle_customers')).toEqual([{ email: 'new@example.test' }]);
    expect((await ping('2026-01-16')).status).toBe(200);
  });
});

describe('The explanation of a licence', () => {
  it('lists every event with its changes, including disputes of its orders', async () => {
    const lived = bought();
    lived.at('2026-02-12 06:00:00').paid();
    lived.at('2026-02-20 06:00:00').dispute('created', lived.state.orders[1]?.orderId ?? '');
    lived.at('2026-02-21 06:00:00').cancelled(day('2026-03-12'));
    await tell(lived);
    const { entries, untold } = await explainLicence(deps, `subscription:${cast.subscriptionId}`);
    expect(untold).toEqual([]);
    expect(entries.map(({ type, changes }) => [type, changes.entitlement])).toEqual([
      ['subscription_created', expect.objectContaining({ status: 'active', validUntil: '2026-02-12' })],
      ['subscription_payment_succeeded', expect.objectContaining({ periodStart: '2026-01-12' })],
      ['subscription_payment_succeeded', expect.objectContaining({ validUntil: '2026-03-12' })],
      ['payment_dispute_created', {}],
      ['subscription_cancelled', expect.objectContaining({ status: 'cancelled', endsOn: '2026-03-12' })],
    ]);
  });
});

describe('The event log', () => {
  it('rebuilds every table without a difference and repairs a corrupted one', async () => {
    const lived = bought();
    lived.at('2026-02-12 06:00:00').paid();
    lived.at('2026-02-20 06:00:00').refunded(1, 'partial', 100);
    await tell(lived);
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [] });
    await test.db.query("UPDATE licences SET valid_until_at = '2030-01-01'");
    await test.db.query('DELETE FROM flags');
    const spoilt = await rebuild(deps, { dryRun: true });
    expect(spoilt.differences.map(({ table }) => table).sort()).toEqual(['flags', 'licences']);
    await rebuild(deps, { dryRun: false });
    expect(await rebuild(deps, { dryRun: true })).toMatchObject({ differences: [] });
    const [licence] = await rows<{ until: string }>(
      'SELECT CAST(valid_until_at AS CHAR) AS until FROM licences',
    );
    expect(licence?.until).toBe('2026-03-12');
  });

  it('with an unreadable event rebuilds every stream except that event’s', async () => {
    await tell(bought());
    const other = startLife(castOf(2, cast.userId)).created();
    await tell(other);
    const streams = [`subscription:${cast.subscriptionId}`, `subscription:${other.state.subscriptionId}`];
    await test.db.query(
      `UPDATE billing_events SET payload = 'spoilt' WHERE stream = '${streams[0]}' LIMIT 1`,
    );
    await test.db.query("UPDATE licences SET valid_until_at = '2030-01-01'");
    const rebuilt = await rebuild(deps, { dryRun: false });
    expect(rebuilt.streams).toBe(2);
    expect(rebuilt.failures).toEqual([
      { stream: streams[0], problem: expect.stringMatching(/^event \d+ of the log cannot be read/) },
    ]);
    expect(rebuilt.differences.map(({ stream }) => stream)).toEqual([streams[1]]);
    // The licence with the unreadable event isn't changed, because folding only its other events would give a wrong
    // result.
    expect(
      await rows('SELECT stream, CAST(valid_until_at AS CHAR) AS until FROM licences ORDER BY stream'),
    ).toEqual([
      { stream: streams[0], until: '2030-01-01' },
      { stream: streams[1], until: '2026-02-12' },
    ]);
    const again = await rebuild(deps, { dryRun: true });
    expect([again.differences, again.failures.length]).toEqual([[], 1]);
  });

  it('with an unreadable pending event applies the others and lists that event as failed', async () => {
    const other = startLife(castOf(2, cast.userId)).created();
    await tell(bought());
    await tell(other);
    await test.db.query('DELETE FROM licence_keys');
    await test.db.query('DELETE FROM licences');
    await test.db.query("UPDATE billing_events SET state = 'pending', next_attempt_at = '2026-01-12'");
    const stream = `subscription:${cast.subscriptionId}`;
    await test.db.query(`UPDATE billing_events SET payload = 'spoilt' WHERE stream = '${stream}'`);
    await sweep(deps);
    expect(await rows('SELECT stream FROM licences')).toEqual([
      { stream: `subscription:${other.state.subscriptionId}` },
    ]);
    const failed = await deps.events.list({ states: ['failed'], limit: 10 });
    expect(failed.map((event) => [event.stream, event.error])).toEqual([
      [stream, 'its payload is not a JSON object'],
      [stream, 'its payload is not a JSON object'],
    ]);
    expect(await sweep(deps)).toBe(0);
  });

  it('applies a failed event when an operator replays it', async () => {
    const lived = life({ plan: { id: 999, name: 'New', months: 1, unitPrice: 900 } }).created();
    await tell(lived);
    const [event] = await rows<{ id: number; state: string }>('SELECT id, state FROM billing_events');
    if (!event) throw new Error('nothing was stored');
    expect(event.state).toBe('failed');
    expect(await replay(deps, [event.id, 4_711])).toMatchObject([
      { id: event.id, status: 'failed' },
      { id: 4_711, status: 'no_such_event' },
    ]);
    const [monthly] = await planRepository(test.db).listOnSale('Monica');
    if (!monthly) throw new Error('the shop is empty');
    await planRepository(test.db).save({ ...monthly, paddlePlanId: 999 });
    expect(await replay(deps, [event.id])).toEqual([{ id: event.id, status: 'applied' }]);
    expect(await rows('SELECT status FROM licences')).toEqual([{ status: 'active' }]);
  });

  it('applies the other alerts of a batch when one can’t be applied', async () => {
    const good = bought();
    const stranger = startLife(castOf(2, cast.userId), {
      plan: { id: 998, name: 'New', months: 1, unitPrice: 1 },
    });
    stranger.created();
    const answers = await Promise.all([...stranger.alerts, ...good.alerts].map((form) => portal.alert(form)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ping('2026-01-13')).status).toBe(200);
  });
});
