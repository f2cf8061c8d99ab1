/** Tests that purchases of the PHP portal's real database go on here as if they had always been ours. */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { findDuplicateSubscriptions } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { announceDays } from '#server/features/billing/notices/announce-days.ts';
import { oldPlans } from '#server/features/takeover/billing/billing-plans.ts';
import { checkAnswers } from '#server/features/takeover/billing/check-answers.ts';
import { importBilling } from '#server/features/takeover/billing/import-billing.ts';
import { type ChooseTexts, importPlans, readPlans } from '#server/features/takeover/billing/import-plans.ts';
import { addDays, CalendarDate } from '#shared/dates.ts';
import {
  cancelledAlert,
  failedAlert,
  passthroughOf,
  paymentAlert,
  refundAlert,
  updatedAlert,
} from '#tests/support/billing/alerts.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';
import { loadOldBilling, type OldBilling, phpPortalFolder } from '#tests/support/takeover/old-billing.ts';

describe.skipIf(!phpPortalFolder)('The purchases of the PHP portal', () => {
  const test = useDatabase();
  let data: OldBilling;
  let later: OldBilling;
  let portal: Portal;
  let deps: Deps;
  let ping: (key: string) => Promise<{ status: number; next_check_at?: string | undefined }>;

  beforeAll(async () => {
    data = await loadOldBilling('data');
    later = await loadOldBilling('data-later');
  });

  beforeEach(async () => {
    const { facts } = data;
    portal = await startPortal({
      ...{ databaseUrl: test.url, at: facts.taken_at },
      settings: { PRIVATE_KEY: facts.secrets.licence_private_key },
    });
    deps = buildDeps({
      ...{ config: portal.config, db: test.db, log: pino({ level: 'silent' }), clock: { now: portal.now } },
    });
    const token = await authorize(portal, deps);
    ping = async (key) => {
      const answer = await fetch(`${portal.url}/api/validate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ licence_key: key }),
      });
      const { next_check_at } = (await answer.json()) as { next_check_at?: string };
      return { status: answer.status, next_check_at };
    };
    for (const { id, name, email, email_verified_at } of data.users)
      await addCustomer(test.db, { id, name, email, isVerified: email_verified_at !== null });
    await savePlans(data);
  });

  afterEach(async () => {
    try {
      expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
      expect(await select('SELECT template FROM outbox')).toEqual([]);
    } finally {
      await portal.stop();
    }
  });

  const select = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });

  /** Reads the plans, whose billing periods are in the keys that were sold for them. */
  const readAll = (from: OldBilling) =>
    readPlans(from.plans, (planId) =>
      from.licences
        .filter((row) => row.plan_id === planId)
        .slice(0, 5)
        .map(({ key }) => deps.licenceCipher.open(key))
        .filter((entries) => entries !== null),
    ).plans;
  const plansOf = (from: OldBilling) => oldPlans(readAll(from));
  const savePlans = (from: OldBilling, choose: ChooseTexts = async () => 'theirs') =>
    deps.transaction((bound) => importPlans(bound, readAll(from), choose));

  const isKnown = (from: OldBilling) => {
    const known = new Set(from.users.map(({ id }) => id));
    return (id: number | null) => id !== null && known.has(id);
  };

  /** Imports everything, in batches of 50 people, and what belonged to deleted accounts last. */
  async function importAll(from: OldBilling = data) {
    const context = { plans: plansOf(from) };
    const people = from.users.map(({ id }) => ({
      userId: id,
      subscriptions: from.subscriptions.filter((row) => row.billable_id === id),
      receipts: from.receipts.filter((row) => row.billable_id === id),
      licences: from.licences.filter((row) => row.user_id === id),
    }));
    const isPerson = isKnown(from);
    const orphans = {
      ...{ userId: null, licences: [] },
      subscriptions: from.subscriptions.filter((row) => !isPerson(row.billable_id)),
      receipts: from.receipts.filter((row) => !isPerson(row.billable_id)),
    };
    const batches = Array.from({ length: Math.ceil(people.length / 50) }, (_, index) =>
      people.slice(index * 50, index * 50 + 50),
    );
    const results = [];
    for (const batch of [...batches, [orphans]])
      results.push(await deps.transaction((bound) => importBilling(bound, batch, context)));
    return {
      came: results.reduce((sum, { counts }) => sum + counts.came, 0),
      skipped: results.flatMap(({ skipped }) => skipped),
      findings: results.flatMap(({ findings }) => findings),
    };
  }

  /** The day on which our answer tells an instance to ask again: the old one is the paid day itself. */
  const dayAfter = (day: string) => addDays(CalendarDate.parse(day), 1);
  const keyOf = (userId: number) => data.facts.licences.find(({ user_id }) => user_id === userId)?.key ?? '';

  it('answer each key as the PHP portal did, and ask for the next check a day later', async () => {
    const { findings, skipped } = await importAll();
    const differences: string[] = [];
    for (const { id, key, old_answer } of data.facts.licences) {
      const { status, next_check_at } = await ping(key);
      const old = Array.isArray(old_answer.body) ? undefined : dayAfter(old_answer.body.next_check_at);
      if (status !== old_answer.status || next_check_at !== old)
        differences.push(`${id}: ${status} ${next_check_at}`);
    }
    expect(differences).toEqual([]);
    const checked = await checkAnswers(deps, data.licences);
    expect(new Set(checked.map(({ deliberate }) => deliberate))).toEqual(new Set(['later_check']));
    expect(checked).toHaveLength(
      data.facts.licences.filter(({ old_answer }) => old_answer.status === 200).length,
    );
    expect(skipped).toEqual([]);
    expect(findings).toEqual([
      { table: 'subscriptions', id: 15, reason: 'unknown_plan' },
      { table: 'subscriptions', id: 15, reason: 'without_licence' },
    ]);
  });

  it('are all there, with every amount, and their keys as they were sold', async () => {
    await importAll();
    const theirs = new Map<string, number>();
    const digits = { JPY: 0, KRW: 0 } as Record<string, number>;
    for (const { amount, currency } of data.receipts)
      theirs.set(
        currency,
        (theirs.get(currency) ?? 0) + Math.round(Number(amount) * 10 ** (digits[currency] ?? 2)),
      );
    const ours = await select<{ currency: string; total: string }>(
      'SELECT currency, SUM(amount_minor) AS total FROM receipts GROUP BY currency',
    );
    expect(new Map(ours.map(({ currency, total }) => [currency, Number(total)]))).toEqual(theirs);
    const [counts] = await select<Record<string, number>>(
      `SELECT (SELECT COUNT(*) FROM subscriptions) AS subscriptions, (SELECT COUNT(*) FROM receipts) AS receipts,
         (SELECT COUNT(*) FROM licence_keys) AS licence_keys, (SELECT COUNT(*) FROM licences) AS licences`,
    );
    // Two keys of someone who came back are keys of one licence.
    expect(counts).toEqual({
      ...{ subscriptions: data.subscriptions.length, receipts: data.receipts.length },
      ...{ licence_keys: data.licences.length, licences: data.licences.length - 1 },
    });
  });

  it('change nothing when they are imported again, and bring what has changed since', async () => {
    await importAll();
    const before = await select('SELECT * FROM billing_events ORDER BY id');
    expect(await importAll()).toMatchObject({ came: 0 });
    expect(await select('SELECT * FROM billing_events ORDER BY id')).toEqual(before);

    for (const { id, email } of later.users)
      if (data.users.every((user) => user.id !== id)) await addCustomer(test.db, { id, email });
    expect(await savePlans(later)).toMatchObject({ added: 1, changed: 1, unchanged: 3 });
    expect(await savePlans(data, async () => 'ours')).toMatchObject({
      findings: [{ id: 1, reason: 'changed_here' }],
    });
    const { came } = await importAll(later);
    expect(came).toBe(6);
    for (const { key, old_answer } of later.facts.licences) {
      const { status, next_check_at } = await ping(key);
      const old = Array.isArray(old_answer.body) ? undefined : dayAfter(old_answer.body.next_check_at);
      expect({ status, next_check_at }).toEqual({ status: old_answer.status, next_check_at: old });
    }
    const [seats] = await select('SELECT quantity FROM subscriptions WHERE user_id = 35');
    expect(seats).toEqual({ quantity: 60 });
    const [cancelled] = await select(
      "SELECT status FROM subscriptions WHERE stream = 'subscription:5000125'",
    );
    expect(cancelled).toEqual({ status: 'deleted' });
  });

  it('cause no e-mail to anybody, not even in the first night', async () => {
    await importAll();
    await findDuplicateSubscriptions(deps);
    await announceDays(deps);
    expect(await select('SELECT template FROM outbox')).toEqual([]);
  });

  it('go on with Paddle’s alerts', async () => {
    await importAll();
    const ada = { ...alertOf(1, 5_000_007), event_time: '2030-03-14 06:00:00' };
    portal.setNow('2030-03-14T07:00:00Z');
    await portal.alert(
      paymentAlert({ ...ada, next_bill_date: '2030-04-14', order_id: '7-1', subscription_payment_id: '71' }),
    );
    expect(await ping(keyOf(1))).toEqual({ status: 200, next_check_at: '2030-04-15' });
    await portal.alert(
      updatedAlert({
        ...ada,
        event_time: '2030-03-15 06:00:00',
        subscription_plan_id: '24750',
        next_bill_date: '2030-04-14',
        old_next_bill_date: '2030-04-14',
      }),
    );
    const plan = () =>
      select(
        'SELECT p.plan_id_on_paddle AS plan FROM licences l JOIN plans p ON p.id = l.plan_id WHERE user_id = 1',
      );
    expect(await plan()).toEqual([{ plan: 24_750 }]);
    await portal.alert(refundAlert({ ...ada, event_time: '2030-03-16 06:00:00', order_id: '7-1' }));
    portal.setNow('2030-03-16T07:00:00Z');
    expect(await ping(keyOf(1))).toMatchObject({ status: 410 });
    const returner = { ...alertOf(14, 5_000_342), event_time: '2030-03-16 06:00:00' };
    await portal.alert(cancelledAlert({ ...returner, cancellation_effective_date: '2030-05-05' }));
    const keys = data.facts.licences.filter(({ user_id }) => user_id === 14).map(({ key }) => key);
    for (const key of keys) expect(await ping(key)).toEqual({ status: 200, next_check_at: '2030-05-06' });
    portal.setNow('2030-05-06T07:00:00Z');
    for (const key of keys) expect(await ping(key)).toMatchObject({ status: 410 });
    await test.db.query('DELETE FROM outbox');
  });

  it('are paused, overdue, paid late and resumed as if they had always been here', async () => {
    await importAll();
    portal.setNow('2030-03-14T07:00:00Z');
    const yen = { ...alertOf(18, 5_000_527), event_time: '2030-03-14 06:00:00' };
    await portal.alert(failedAlert({ ...yen, next_retry_date: '2030-03-17', subscription_payment_id: '81' }));
    portal.setNow('2030-03-15T07:00:00Z');
    expect(await ping(keyOf(18))).toEqual({ status: 200, next_check_at: '2030-03-22' });
    await portal.alert(
      paymentAlert({
        ...yen,
        ...{ event_time: '2030-03-17 06:00:00', next_bill_date: '2030-04-14', order_id: '8-1' },
        subscription_payment_id: '82',
      }),
    );
    expect(await ping(keyOf(18))).toEqual({ status: 200, next_check_at: '2030-04-15' });
    const paused = { ...alertOf(15, 5_000_427), event_time: '2030-03-15 06:00:00' };
    expect(await ping(keyOf(15))).toMatchObject({ status: 410 });
    await portal.alert(
      updatedAlert({
        ...paused,
        ...{ old_status: 'paused', status: 'active', next_bill_date: '2030-04-15' },
      }),
    );
    await portal.alert(
      paymentAlert({
        ...{ ...paused, next_bill_date: '2030-04-15', order_id: '9-1', subscription_payment_id: '91' },
      }),
    );
    expect(await ping(keyOf(15))).toEqual({ status: 200, next_check_at: '2030-04-16' });
    const company = {
      ...alertOf(35, 5_000_756),
      subscription_plan_id: '31201',
      old_subscription_plan_id: '31201',
    };
    await portal.alert(
      updatedAlert({ ...company, event_time: '2030-03-15 06:00:00', new_quantity: '60', old_quantity: '48' }),
    );
    expect(await select('SELECT quantity FROM licences WHERE user_id = 35')).toEqual([{ quantity: 60 }]);
    await test.db.query('DELETE FROM outbox');
  });

  it('of deleted accounts are flagged while Paddle charges, and their late alerts reach nobody', async () => {
    const left = data.subscriptions.filter(({ billable_id }) => !isKnown(data)(billable_id));
    for (const row of left) row.paddle_status = 'active';
    await importAll();
    expect(await select('SELECT kind FROM flags')).toEqual(
      left.map(() => ({ kind: 'charged_after_deletion' })),
    );
    expect(await select("SELECT l.id FROM licences l WHERE stream = 'subscription:5000682'")).toEqual([]);
    await portal.alert(
      paymentAlert({ ...alertOf(24, 5_000_682), event_time: '2026-11-29 14:00:30', order_id: '24-2' }),
    );
    expect(await select('SELECT kind FROM flags')).toHaveLength(left.length);
    expect(await select('SELECT stream FROM paddle_cancellations')).toEqual([]);
  });

  const alertOf = (userId: number, subscriptionId: number) => ({
    ...{ subscription_id: `${subscriptionId}`, passthrough: passthroughOf(userId) },
  });
});
