/**
 * Tests the inbox: what is listed, what personal data each role sees, what replaying does, and what the inbox says
 * after alerts were lost.
 */
import { describe, expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { runJobs } from '#server/features/billing/reconcile/jobs.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { eventsPerPage } from '#shared/administration/inbox/inbox.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'The plan has been added';
const email = 'nora.lindqvist@example.test';
const inbox = () => administrator.api.inbox;
const typesOf = ({ events }: { events: { type: string }[] }) => events.map(({ type }) => type);
const going = new AbortController().signal;

/** Makes Paddle sell a plan that the portal doesn't know yet, to the customer. */
async function buyUnknownPlan(): Promise<{ planId: number; add: () => Promise<unknown> }> {
  const { id: own, paddlePlanId: planId } = shop.plan('Monica monthly');
  await shop.database.db.query(`UPDATE plans SET plan_id_on_paddle = 1 WHERE id = ${own}`);
  shop.twin.subscribe({ planId, email, passthrough: passthroughOf(shop.userId) });
  await shop.twin.drain();
  const add = () =>
    shop.database.db.query(`UPDATE plans SET plan_id_on_paddle = ${planId} WHERE id = ${own}`);
  return { planId, add };
}

describe('The list of events', () => {
  it('has the events of a purchase with its customer, licence and subscription, and is filtered', async () => {
    const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
    const page = await inbox().list.query({});
    expect(typesOf(page)).toEqual(
      expect.arrayContaining(['subscription_created', 'subscription_payment_succeeded']),
    );
    expect(page.events[0]).toMatchObject({
      ...{ source: 'paddle_alert', state: 'applied', problem: null, licenceId },
      ...{ subscriptionId: String(subscriptionId), customer: { id: shop.userId } },
    });
    expect(JSON.stringify(page)).not.toContain(email);
    const type = 'subscription_created';
    expect(typesOf(await inbox().list.query({ type }))).toEqual([type]);
    expect(typesOf(await inbox().list.query({ type, state: 'failed' }))).toEqual([]);
    expect(typesOf(await inbox().list.query({ type: 'subscription_updated' }))).toEqual([]);
    const all = page.events.length;
    for (const filter of [
      { customerId: shop.userId },
      { subscription: String(subscriptionId) },
      { customerId: shop.userId, subscription: String(subscriptionId), state: 'applied' },
    ] as const)
      expect((await inbox().list.query(filter)).events, JSON.stringify(filter)).toHaveLength(all);
    expect((await inbox().list.query({ customerId: administrator.id })).events).toEqual([]);
    expect((await inbox().list.query({ subscription: '1' })).events).toEqual([]);
    expect((await inbox().list.query({ findings: true })).events).toEqual([]);
  });

  it('shows each event once on its pages, in both directions, also those received in one instant', async () => {
    const count = 2 * eventsPerPage + 7;
    const row = (n: number) =>
      `('reconciliation', 'new_audience_member', '{"n":${n}}', '2027-04-01', '2027-04-01', 'ignored')`;
    await shop.database.db.query(
      `INSERT INTO billing_events (source, type, payload, occurred_at, received_at, state)
       VALUES ${Array.from({ length: count }, (_, n) => row(n)).join(',')}`,
    );
    for (const filter of [
      {},
      { type: 'new_audience_member' },
      { state: 'ignored' },
      { type: 'new_audience_member', state: 'ignored' },
      { findings: true },
    ] as const) {
      const older: number[] = [];
      let last = await inbox().list.query(filter);
      older.push(...last.events.map(({ id }) => id));
      while (last.older !== null) {
        last = await inbox().list.query({ ...filter, after: last.older });
        older.push(...last.events.map(({ id }) => id));
      }
      expect(older, JSON.stringify(filter)).toHaveLength(count);
      expect(older).toEqual([...new Set(older)].sort((a, b) => b - a));
      const newer = last.events.map(({ id }) => id).reverse();
      while (last.newer !== null) {
        last = await inbox().list.query({ ...filter, before: last.newer });
        newer.push(...last.events.map(({ id }) => id).reverse());
      }
      // The first page is always a full one, so it may repeat entries of the second.
      expect([...new Set(newer)].sort((a, b) => b - a)).toEqual(older);
    }
  });
});

describe('The payload of an event', () => {
  async function eventOf(type: string): Promise<number> {
    const [event] = (await inbox().list.query({ type })).events;
    if (!event) throw new Error(`there is no ${type}`);
    return event.id;
  }
  const value = (fields: { name: string; value: string | null }[], name: string) =>
    fields.find((field) => field.name === name)?.value;

  it('is folded for every role: personal and unknown fields have no value', async () => {
    await shop.buy('Monica monthly');
    const id = await eventOf('subscription_created');
    await shop.database.db.query(
      `UPDATE billing_events SET payload = JSON_SET(payload, '$.favourite_colour', 'green') WHERE id = ${id}`,
    );
    const other = [await administrator.another('viewer'), await administrator.another('support')];
    for (const { api } of [...other, administrator]) {
      const event = await api.inbox.find.query({ id });
      expect(value(event.fields, 'status')).toBe('active');
      for (const name of [
        'email',
        'update_url',
        'cancel_url',
        'passthrough',
        'p_signature',
        'favourite_colour',
      ])
        expect(value(event.fields, name), name).toBeNull();
      expect(JSON.stringify(event)).not.toMatch(/example\.test|green|https?:/);
    }
    for (const { api } of other)
      expect(await codeOf(api.inbox.unfold.mutate({ id, reason }))).toBe('forbidden');
  });

  it('is unfolded by an administrator, with an entry in the audit log that erasure finds', async () => {
    const { stream } = await shop.buy('Monica monthly');
    const id = await eventOf('subscription_created');
    const unfolded = await inbox().unfold.mutate({ id, reason });
    expect(value(unfolded.fields, 'email')).toBe(email);
    expect((await administrator.audit()).at(-1)).toMatchObject({
      ...{ act: 'inbox.unfoldPayload', outcome: 'done', subject: `event ${id}`, stream, reason },
      after: { kind: 'subscription_created' },
    });
    await shop.forgetConfirmation();
    await shop.database.db.query("UPDATE sessions SET reauthenticated_at = '2020-01-01'");
    expect(await codeOf(inbox().unfold.mutate({ id, reason }))).toBe('confirmation_needed');
    await shop.twin.advanceDays(0);
    await shop.database.db.query("UPDATE subscriptions SET status = 'deleted'");
    await shop.database.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');
    await eraseDataSubject(shop.deps, { accountId: shop.userId, reason: 'asked' });
    const [entry] = (await administrator.audit()).filter(({ act }) => act === 'inbox.unfoldPayload');
    expect(entry).toMatchObject({ outcome: 'done', reason: null });
    expect(value((await inbox().unfold.mutate({ id, reason })).fields, 'email')).toBe('');
  });

  it('comes with what the event changed', async () => {
    await shop.buy('Monica monthly');
    const created = await inbox().find.query({ id: await eventOf('subscription_created') });
    expect(created.changes).toContainEqual({ part: 'licence', name: 'validUntil', value: '2027-05-01' });
    const paid = await inbox().find.query({ id: await eventOf('subscription_payment_succeeded') });
    expect(paid.changes).toContainEqual({
      ...{ part: 'receipt', name: expect.stringContaining('payment:') },
      value: '9.00 USD',
    });
  });
});

describe('Replaying', () => {
  it('applies all failed events of a kind once the cause is mended, and again changes nothing', async () => {
    const { planId, add } = await buyUnknownPlan();
    const [failed] = (await inbox().list.query({ state: 'failed' })).events;
    expect(failed).toMatchObject({
      problem: { kind: 'unknown_plan', paddlePlanId: String(planId) },
      nextAttemptAt: expect.any(Date),
      licenceId: null,
    });
    const type = failed?.type ?? '';
    const { ids, total } = await inbox().replayable.query({ type });
    expect(total).toBe(ids.length);
    expect(await inbox().replay.mutate({ ids, reason })).toMatchObject({ applied: 0, failed: ids.length });
    await add();
    expect(await inbox().replay.mutate({ ids, reason })).toMatchObject({ applied: ids.length, failed: 0 });
    const licences = await shop.rows('SELECT stream, valid_until_at FROM licences');
    expect(licences).toHaveLength(1);
    const mails = await shop.rows('SELECT id FROM outbox ORDER BY id');
    expect(await inbox().replay.mutate({ ids, reason })).toMatchObject({ applied: ids.length });
    expect(await shop.rows('SELECT stream, valid_until_at FROM licences')).toEqual(licences);
    expect(await shop.rows('SELECT id FROM outbox ORDER BY id')).toEqual(mails);
    expect(await inbox().replayable.query({ type })).toEqual({ ids: [], total: 0 });
    expect((await administrator.audit()).at(-1)).toMatchObject({
      ...{ act: 'inbox.replay', outcome: 'done' },
      after: { applied: ids.length, failed: 0, waiting: 0 },
    });
    expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
  });

  it('an old change does not undo a newer one and sends nothing', async () => {
    const { licenceId, subscriptionId } = await shop.buy('OfficeLife monthly', { quantity: 2 });
    for (const quantity of [5, 8]) {
      await shop.twin.advanceDays(1);
      shop.twin.setQuantity(subscriptionId, quantity);
      await shop.twin.drain();
    }
    const [, older] = (await inbox().list.query({ type: 'subscription_updated' })).events;
    const id = older?.id ?? 0;
    await shop.database.db.query(`UPDATE billing_events SET state = 'failed' WHERE id = ${id}`);
    await shop.twin.advanceDays(10);
    const mails = await shop.rows('SELECT id FROM outbox ORDER BY id');
    expect(await inbox().replay.mutate({ ids: [id], reason })).toMatchObject({ applied: 1 });
    expect(await shop.licence(licenceId)).toMatchObject({ quantity: 8 });
    expect(await shop.rows('SELECT id FROM outbox ORDER BY id')).toEqual(mails);
    expect((await inbox().find.query({ id })).state).toBe('applied');
  });

  it('goes on with the others if an event cannot be read, and says so', async () => {
    await shop.buy('Monica monthly');
    const ids = (await inbox().list.query({})).events.map(({ id }) => id);
    const [broken] = ids;
    await shop.database.db.query(
      `INSERT INTO billing_events (source, type, payload, occurred_at, received_at, state)
       VALUES ('paddle_alert', 'subscription_created', 'no JSON', '2027-04-01', '2027-04-01', 'failed')`,
    );
    const [unreadable] = (await inbox().list.query({ state: 'failed' })).events;
    const all = [unreadable?.id ?? 0, broken ?? 0];
    expect(await inbox().replay.mutate({ ids: all, reason })).toMatchObject({ applied: 1, malformed: 1 });
    expect((await inbox().find.query({ id: unreadable?.id ?? 0 })).fields).toEqual([]);
  });
});

it('After alerts were lost in the night, the inbox says what was found and that all of it is applied', async () => {
  await shop.buy('Monica monthly');
  const before = await inbox().summary.query();
  expect(before).toMatchObject({
    ...{ lastAlertAt: shop.twin.now(), failed: 0, waiting: 0, late: 0 },
    ...{ search: { endedAt: null }, comparison: { endedAt: null } },
  });
  shop.twin.setFaults({ lose: 1 });
  const lost = { planId: shop.plan('OfficeLife monthly').paddlePlanId, email: 'lost@example.test' };
  shop.twin.subscribe({ ...lost, passthrough: passthroughOf(shop.userId) });
  await shop.twin.drain();
  shop.twin.setFaults({ lose: 0, down: true });
  await runJobs(shop.deps, going);
  const during = await inbox().summary.query();
  expect(during.search).toMatchObject({ endedAt: null, failures: 1 });
  expect(during.comparison).toMatchObject({ endedAt: null, failures: 1 });
  // The overview judges by the same facts.
  const judgedAlike = async () => {
    const [{ paddle }, summary] = await Promise.all([
      administrator.api.overview.read.query(),
      inbox().summary.query(),
    ]);
    for (const check of ['search', 'comparison'] as const)
      expect(summary[check]).toMatchObject(paddle[check]);
    return paddle;
  };
  expect(await judgedAlike()).toMatchObject({ search: { failures: 1, isOverdue: false } });
  await shop.database.db.query('UPDATE jobs SET due_at = due_at - INTERVAL 1 HOUR, held_until = due_at');
  expect(await judgedAlike()).toMatchObject({ search: { isOverdue: true }, comparison: { isOverdue: true } });
  shop.twin.setFaults({ down: false });
  await shop.twin.advanceDays(1);
  await runJobs(shop.deps, going);
  const after = await inbox().summary.query();
  expect(after).toMatchObject({ failed: 0, waiting: 0, late: 0 });
  expect(after.search).toMatchObject({ endedAt: shop.twin.now(), failures: 0, isOverdue: false });
  expect(after.search.found.alerts).toBeGreaterThan(0);
  expect(after.search.found.unapplied).toBe(0);
  expect(after.comparison).toMatchObject({ endedAt: shop.twin.now(), failures: 0 });
  const { events } = await inbox().list.query({ findings: true });
  expect(events).toHaveLength(after.search.found.alerts + after.search.found.differences);
  expect(events.map(({ source }) => source)).toEqual(events.map(() => 'reconciliation'));
  expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
});

describe('The open flags of all customers', () => {
  it('are listed with their customers, and settled where nobody owns the purchase', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    const [receipt] = await shop.rows<{ orderId: string }>('SELECT order_id AS orderId FROM receipts');
    const orderId = receipt?.orderId ?? '';
    shop.twin.dispute(orderId);
    const planId = shop.plan('Monica yearly').paddlePlanId;
    shop.twin.subscribe({ planId, email: 'else@else.test', passthrough: passthroughOf(999_999) });
    await shop.twin.drain();
    const { flags, older } = await inbox().flags.query({});
    expect(older).toBeNull();
    const ownerless = flags.find(({ customer }) => customer === null);
    expect(flags).toContainEqual(
      expect.objectContaining({
        kind: 'dispute',
        orderId,
        licenceId,
        customer: expect.objectContaining({ id: shop.userId }),
      }),
    );
    expect((await inbox().flags.query({ kind: 'dispute' })).flags).toHaveLength(1);
    const { settleFlag } = administrator.api.settling;
    const settle = (reference: string) => settleFlag.mutate({ customerId: null, reference, reason });
    expect(await codeOf(settle(`dispute:${orderId}`))).toBe('not_found');
    expect(await settle(ownerless?.reference ?? '')).toEqual({ ok: true });
    expect((await inbox().flags.query({})).flags.map(({ kind }) => kind)).toEqual(['dispute']);
    expect((await administrator.audit()).at(-1)).toMatchObject({ act: 'flag.settle', outcome: 'done' });
  });
});
