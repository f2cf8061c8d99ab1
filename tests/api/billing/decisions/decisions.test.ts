/**
 * Operator decisions about licences, payments and flags, made through the use cases and observed through /api/validate.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { refundPayment } from '#server/features/billing/decisions/refund-payment.ts';
import { reinstateLicence } from '#server/features/billing/decisions/reinstate-licence.ts';
import { reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { cancelledAlert, createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { day, keyOf, makePlan } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';

const test = useDatabase();
let portal: Portal;
let deps: Deps;
let token: string;
let userId: number;
let licenceId: number;
let ours: { passthrough: string };

const by = 'command line';
const because = { by, reason: 'A good reason' } as const;

const select = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const decisions = () =>
  select<{ type: string; payload: string; state: string; source: string }>(
    "SELECT type, payload, state, source FROM billing_events WHERE source <> 'paddle_alert' ORDER BY id",
  );

const build = (settings: Partial<Portal['config']['paddle']> = {}): Deps =>
  buildDeps({
    config: { ...portal.config, paddle: { ...portal.config.paddle, ...settings } },
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: portal.now },
  });

/** Returns the current /api/validate result for a key, e.g. "200 2026-02-13", "410 revoked" or "404". */
async function ping(key: string): Promise<string> {
  const answer = await fetch(`${portal.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: key }),
  });
  const body = (await answer.json()) as { next_check_at?: string; reason?: string };
  return `${answer.status} ${body.next_check_at ?? body.reason ?? ''}`.trim();
}
const key = () => keyOf(deps, licenceId);

/** Sets up a monthly Monica licence that is paid through 12 February 2026. The portal's clock is at 12 January. */
beforeEach(async () => {
  portal = await startPortal({ databaseUrl: test.url, at: '2026-01-12T09:20:00Z' });
  deps = build();
  await deps.plans.save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
  userId = await addCustomer(test.db, { email: 'nora@example.test' });
  ours = { passthrough: passthroughOf(userId) };
  await portal.alert(createdAlert(ours));
  await portal.alert(paymentAlert(ours));
  const [licence] = await deps.licences.listForUser(userId);
  licenceId = licence?.id ?? 0;
  token = await authorize(portal, deps);
});
afterEach(async () => {
  try {
    // After every test, the tables must match a rebuild from the event log.
    expect((await rebuild(deps, { dryRun: true })).differences).toEqual([]);
  } finally {
    // A portal left running would send the mails enqueued by the next test file.
    await portal.stop();
  }
});

const renewal = (changes: Record<string, string> = {}) =>
  paymentAlert({
    ...ours,
    order_id: '317366-2',
    subscription_payment_id: '770012',
    event_time: '2026-02-12 09:00:00',
    next_bill_date: '2026-03-12',
    ...changes,
  });

describe('revoking and reinstating', () => {
  it('ends a licence at once and gives it back with the same key, each written down with who and why', async () => {
    const its = await key();
    expect(await ping(its)).toBe('200 2026-02-13');
    expect(await revokeLicence(deps, { licenceId, by: 1, reason: 'Sold on' })).toMatchObject({
      status: 'done',
      licence: { status: 'revoked', subscriptionState: 'licence_revoked' },
    });
    expect(await ping(its)).toBe('410 revoked');
    expect(await reinstateLicence(deps, { licenceId, by, reason: 'Not sold on' })).toMatchObject({
      status: 'done',
      licence: { status: 'active', validUntil: '2026-02-12' },
    });
    expect(await ping(its)).toBe('200 2026-02-13');
    const logged = await decisions();
    expect(logged.map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) }))).toEqual([
      { type: 'licence_revoked', state: 'applied', source: 'administrator', by: 1, reason: 'Sold on' },
      { type: 'licence_reinstated', state: 'applied', source: 'administrator', by, reason: 'Not sold on' },
    ]);
  });

  it('counts what was paid meanwhile, and pays no way out of a revocation', async () => {
    await revokeLicence(deps, { licenceId, ...because });
    portal.setNow('2026-02-12T10:00:00Z');
    await portal.alert(renewal());
    expect(await ping(await key())).toBe('410 revoked');
    await reinstateLicence(deps, { licenceId, ...because });
    expect(await ping(await key())).toBe('200 2026-03-13');
  });

  it('decides in the order it was decided, within one instant and on a machine whose clock is behind', async () => {
    await revokeLicence(deps, { licenceId, ...because });
    await reinstateLicence(deps, { licenceId, ...because });
    await revokeLicence(deps, { licenceId, ...because });
    expect(await ping(await key())).toBe('410 revoked');
    portal.setNow('2026-01-11T09:20:00Z');
    await reinstateLicence(deps, { licenceId, ...because });
    expect(await ping(await key())).toBe('200 2026-02-13');
    await revokeLicence(deps, { licenceId, ...because });
    expect(await ping(await key())).toBe('410 revoked');
  });

  it('is done once, however many do it at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => revokeLicence(build(), { licenceId, ...because })),
    );
    expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(await decisions()).toHaveLength(1);
  });

  it('is refused, and leaves no trace, without a reason, without a licence, and where nothing would change', async () => {
    expect(await revokeLicence(deps, { licenceId, by, reason: ' ' })).toEqual({
      status: 'refused',
      reason: 'no_reason',
    });
    expect(await revokeLicence(deps, { licenceId: 999_999, ...because })).toEqual({
      status: 'refused',
      reason: 'unknown_licence',
    });
    expect(await reinstateLicence(deps, { licenceId, ...because })).toMatchObject({
      status: 'refused',
      reason: 'not_revoked',
      licence: { id: licenceId },
    });
    expect(await decisions()).toEqual([]);
    await revokeLicence(deps, { licenceId, ...because });
    expect(await revokeLicence(deps, { licenceId, ...because })).toMatchObject({ reason: 'already_revoked' });
  });
});

describe('extending', () => {
  it('lets a licence work through that day at least, and no shorter for what is paid later', async () => {
    expect(await extendLicence(deps, { licenceId, ...because, until: day('2026-02-20') })).toMatchObject({
      status: 'done',
      licence: { status: 'active', validUntil: '2026-02-20' },
    });
    expect(await ping(await key())).toBe('200 2026-02-21');
    portal.setNow('2026-02-12T10:00:00Z');
    await portal.alert(renewal());
    expect(await ping(await key())).toBe('200 2026-03-13');
  });

  it('outlives a cancellation', async () => {
    await extendLicence(deps, { licenceId, ...because, until: day('2026-06-30') });
    await portal.alert(cancelledAlert(ours));
    portal.setNow('2026-06-30T12:00:00Z');
    expect(await ping(await key())).toBe('200 2026-07-01');
    portal.setNow('2026-07-01T00:00:00Z');
    expect(await ping(await key())).toBe('410 cancelled');
  });

  it('brings back a licence that had ended', async () => {
    await portal.alert(cancelledAlert(ours));
    portal.setNow('2026-03-01T12:00:00Z');
    expect(await ping(await key())).toBe('410 cancelled');
    await extendLicence(deps, { licenceId, ...because, until: day('2026-03-01') });
    expect(await ping(await key())).toBe('200 2026-03-02');
  });

  it.each([
    ['a day that is over', '2026-01-11', 'already_over'],
    ['a day that is paid already', '2026-02-12', 'not_later'],
    ['a day before that', '2026-02-01', 'not_later'],
  ])('is refused through %s', async (_, until, reason) => {
    expect(await extendLicence(deps, { licenceId, ...because, until: day(until) })).toMatchObject({
      status: 'refused',
      reason,
    });
    expect(await decisions()).toEqual([]);
  });

  it('is refused through the day of a cancellation, and while the licence is revoked', async () => {
    await portal.alert(cancelledAlert({ ...ours, cancellation_effective_date: '2026-03-20' }));
    expect(await extendLicence(deps, { licenceId, ...because, until: day('2026-03-20') })).toMatchObject({
      reason: 'not_later',
    });
    await revokeLicence(deps, { licenceId, ...because });
    expect(await extendLicence(deps, { licenceId, ...because, until: day('2026-05-01') })).toMatchObject({
      reason: 'revoked',
    });
  });
});

describe('reissuing the key', () => {
  const reissue = (overlapDays: number, using = deps) =>
    reissueLicence(using, { licenceId, overlapDays, ...because });
  const keysStored = () =>
    select<{ current: number | null }>('SELECT is_current AS current FROM licence_keys ORDER BY id');

  async function reissued(overlapDays: number): Promise<string> {
    const outcome = await reissue(overlapDays);
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    return outcome.key;
  }

  it('lets both keys work for the overlap, then the new one alone', async () => {
    const old = await key();
    const fresh = await reissued(7);
    expect(fresh).not.toBe(old);
    expect(await key()).toBe(fresh);
    expect([await ping(old), await ping(fresh)]).toEqual(['200 2026-02-13', '200 2026-02-13']);
    portal.setNow('2026-01-19T09:19:59.999Z');
    expect(await ping(old)).toBe('200 2026-02-13');
    portal.setNow('2026-01-19T09:20:00Z');
    expect([await ping(old), await ping(fresh)]).toEqual(['404', '200 2026-02-13']);
    expect(await decisions()).toMatchObject([
      { type: 'licence_reissued', payload: expect.stringContaining('2026-01-19T09:20:00.000Z') },
    ]);
  });

  it('ends the old key at once without an overlap', async () => {
    const old = await key();
    const fresh = await reissued(0);
    expect([await ping(old), await ping(fresh)]).toEqual(['404', '200 2026-02-13']);
  });

  it('a second time within the overlap prolongs no key, and may cut every one short', async () => {
    const first = await key();
    const second = await reissued(2);
    const third = await reissued(30);
    expect([await ping(first), await ping(second), await ping(third)]).toEqual(
      Array(3).fill('200 2026-02-13'),
    );
    portal.setNow('2026-01-14T09:20:00Z');
    expect([await ping(first), await ping(second)]).toEqual(['404', '200 2026-02-13']);
    const fourth = await reissued(0);
    expect([await ping(second), await ping(third), await ping(fourth)]).toEqual([
      '404',
      '404',
      '200 2026-02-13',
    ]);
  });

  it('writes into the new key what is true now', async () => {
    await test.db.query("UPDATE users SET email = 'nora@new.test' WHERE email = 'nora@example.test'");
    portal.setNow('2026-02-12T10:00:00Z');
    await portal.alert(renewal({ quantity: '3' }));
    expect(deps.licenceCipher.open(await reissued(7))).toEqual({
      frequency: 'month',
      purchaser_email: 'nora@new.test',
      quantity: 3,
      product: 'Monica',
      plan: 'Monthly plan',
      valid_until_at: '2026-03-12',
      next_check_at: '2026-03-13',
    });
  });

  it('names the address Paddle knows where nobody has claimed the licence', async () => {
    await portal.alert(createdAlert({ subscription_id: '7', user_id: '7', email: 'stranger@example.test' }));
    const [stray] = await select<{ id: number }>('SELECT id FROM licences WHERE user_id IS NULL');
    const outcome = await reissueLicence(deps, { licenceId: stray?.id ?? 0, overlapDays: 0, ...because });
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    expect(deps.licenceCipher.open(outcome.key)).toMatchObject({ purchaser_email: 'stranger@example.test' });
  });

  it('leaves one current key, however many do it at once, and one of those that were told', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => reissue(0, build())));
    const keys = outcomes.map((outcome) => (outcome.status === 'done' ? outcome.key : outcome.reason));
    expect(keys).toContain(await key());
    expect((await keysStored()).filter(({ current }) => current === 1)).toHaveLength(1);
    const answers = await Promise.all(keys.map(ping));
    expect(answers.filter((answer) => answer.startsWith('200'))).toHaveLength(1);
  });

  it('stores the decision and the key, or neither', async () => {
    const old = await key();
    const failing: Pick<Deps, 'transaction' | 'now'> = {
      now: deps.now,
      transaction: (work) =>
        deps.transaction((bound) => {
          const broken = {
            ...bound,
            licenceKeys: {
              ...bound.licenceKeys,
              insertCurrent: () => Promise.reject(new Error('the machine was switched off')),
            },
          };
          return work({ ...broken, transaction: (inner) => inner(broken) });
        }),
    };
    await expect(reissueLicence(failing, { licenceId, overlapDays: 0, ...because })).rejects.toThrow(
      'switched off',
    );
    expect(await decisions()).toEqual([]);
    expect(await keysStored()).toHaveLength(1);
    expect([await key(), await ping(old)]).toEqual([old, '200 2026-02-13']);
  });

  it('is refused for a licence that does not exist', async () => {
    expect(await reissueLicence(deps, { licenceId: 999_999, overlapDays: 7, ...because })).toEqual({
      status: 'refused',
      reason: 'unknown_licence',
    });
  });
});

describe('granting', () => {
  const grantOf = async (plan?: Plan) => ({
    userId,
    plan: plan ?? (await makePlan(deps, 'OfficeLife')),
    until: day('2026-12-31'),
    seats: 5,
    ...because,
  });

  async function granted(): Promise<number> {
    const outcome = await grantLicence(deps, await grantOf());
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    return outcome.licenceId;
  }

  it('issues a licence whose key names its customer, and writes down who gave what and why', async () => {
    const id = await granted();
    expect(await deps.licences.findById(id)).toMatchObject({
      stream: expect.stringMatching(/^grant:[0-9a-f-]{36}$/),
      userId,
      status: 'granted',
      quantity: 5,
      startedOn: '2026-01-12',
      validUntil: '2026-12-31',
    });
    const its = await keyOf(deps, id);
    expect(deps.licenceCipher.open(its)).toMatchObject({
      purchaser_email: 'nora@example.test',
      quantity: 5,
      valid_until_at: '2026-12-31',
    });
    expect(await ping(its)).toBe('200 2027-01-01');
    expect((await decisions()).map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) }))).toEqual([
      expect.objectContaining({
        type: 'licence_granted',
        source: 'administrator',
        state: 'applied',
        userId,
        quantity: 5,
        until: '2026-12-31',
        ...because,
      }),
    ]);
  });

  it('makes a licence that can be extended, revoked, reinstated and given another key', async () => {
    const id = await granted();
    const grant = { licenceId: id, ...because };
    await extendLicence(deps, { ...grant, until: day('2027-01-31') });
    await revokeLicence(deps, grant);
    const reissued = await reissueLicence(deps, { ...grant, overlapDays: 0 });
    if (reissued.status === 'refused') throw new Error(reissued.reason);
    expect(await ping(reissued.key)).toBe('410 revoked');
    await reinstateLicence(deps, grant);
    expect(await ping(reissued.key)).toBe('200 2027-02-01');
    portal.setNow('2027-02-01T00:00:00Z');
    expect(await ping(reissued.key)).toBe('410 expired');
  });

  it('is refused through a day that is over, with seats where there are none, and without a reason', async () => {
    const grant = await grantOf();
    expect(await grantLicence(deps, { ...grant, until: day('2026-01-11') })).toEqual({
      status: 'refused',
      reason: 'already_over',
    });
    expect(await grantLicence(deps, { ...grant, plan: await makePlan(deps) })).toEqual({
      status: 'refused',
      reason: 'not_per_seat',
    });
    expect(await grantLicence(deps, { ...grant, reason: '' })).toEqual({
      status: 'refused',
      reason: 'no_reason',
    });
    expect(await decisions()).toEqual([]);
    expect(await select('SELECT id FROM licences')).toHaveLength(1);
  });
});

const dispute = (changes: Record<string, string> = {}) => ({
  alert_name: 'payment_dispute_created',
  event_time: '2026-01-13 10:00:00',
  order_id: '317366-1864142',
  amount: '9',
  currency: 'USD',
  fee_usd: '15',
  status: 'open',
  email: 'buyer@example.test',
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  marketing_consent: '0',
  passthrough: '',
  ...changes,
});

describe('flags', () => {
  const reference = 'dispute:317366-1864142';

  it('are raised by a dispute, end nothing, and come up again when it closes, for who won a person has to look up', async () => {
    await portal.alert(dispute());
    expect(await ping(await key())).toBe('200 2026-02-13');
    expect(await deps.flags.list()).toMatchObject([{ reference, kind: 'dispute', resolvedAt: null }]);
    portal.setNow('2026-01-20T09:00:00Z');
    expect(await resolveFlag(deps, { reference, ...because })).toMatchObject({
      status: 'done',
      flag: { reference, resolvedAt: new Date('2026-01-20T09:00:00Z') },
    });
    expect(await deps.flags.list()).toEqual([]);
    await portal.alert(
      dispute({ alert_name: 'payment_dispute_closed', status: 'closed', event_time: '2026-01-21 10:00:00' }),
    );
    expect(await deps.flags.list()).toMatchObject([{ reference, detail: expect.stringContaining('closed') }]);
    expect(await ping(await key())).toBe('200 2026-02-13');
  });

  it('are dealt with even where Paddle’s clock is ahead of ours', async () => {
    await portal.alert(dispute());
    expect(await resolveFlag(deps, { reference, ...because })).toMatchObject({
      flag: { resolvedAt: new Date('2026-01-13T10:00:00.001Z') },
    });
    expect(await deps.flags.list()).toEqual([]);
  });

  it('cannot be dealt with twice, without a reason, or where there is none', async () => {
    await portal.alert(dispute());
    expect(await resolveFlag(deps, { reference, by, reason: '' })).toMatchObject({ reason: 'no_reason' });
    expect(await resolveFlag(deps, { reference: 'dispute:1', ...because })).toMatchObject({
      reason: 'unknown_flag',
    });
    await resolveFlag(deps, { reference, ...because });
    expect(await resolveFlag(deps, { reference, ...because })).toMatchObject({ reason: 'already_resolved' });
    expect(await decisions()).toHaveLength(1);
  });
});

describe('asking Paddle for a refund', () => {
  const orderId = '317366-1864142';

  /** Starts a fake Paddle that records its requests and always responds with `answer`. */
  async function paddle(answer: object = { success: true, response: { refund_request_id: 12 } }) {
    const asked: Record<string, string>[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ path: request.url ?? '', ...Object.fromEntries(new URLSearchParams(body)) });
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    return { asked, using: build({ vendorsUrl: `http://127.0.0.1:${port}/api/2.0` }) };
  }
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const refunded = (type: string, gross: string) => ({
    ...paymentAlert(ours),
    alert_name: 'subscription_payment_refunded',
    event_time: '2026-01-14 10:00:00',
    refund_type: type,
    refund_reason: 'asked for',
    amount: gross,
    gross_refund: gross,
    tax_refund: '0',
    fee_refund: '0',
    earnings_decrease: gross,
  });

  it('of all of a payment changes nothing until Paddle has decided', async () => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId, amount: null, reason: 'Wanted' })).toEqual({
      status: 'requested',
      amount: usd(900),
    });
    expect(asked).toMatchObject([{ path: '/api/2.0/payment/refund', order_id: orderId, reason: 'Wanted' }]);
    expect(asked[0]).not.toHaveProperty('amount');
    expect(await ping(await key())).toBe('200 2026-02-13');
    portal.setNow('2026-01-14T11:00:00Z');
    expect((await portal.alert(refunded('full', '9'))).status).toBe(200);
    expect(await ping(await key())).toBe('410 refunded');
    expect(await refundPayment(using, { orderId, amount: null, reason: 'Again' })).toEqual({
      status: 'refused',
      reason: 'nothing_left',
    });
  });

  it('of a part leaves the rest, and no more than the rest can be asked for', async () => {
    const { asked, using } = await paddle();
    await refundPayment(using, { orderId, amount: usd(400), reason: 'Late' });
    await portal.alert(refunded('partial', '4'));
    expect(await refundPayment(using, { orderId, amount: usd(501), reason: 'x' })).toEqual({
      status: 'refused',
      reason: 'wrong_amount',
      left: usd(500),
    });
    expect(await refundPayment(using, { orderId, amount: null, reason: 'x' })).toEqual({
      status: 'requested',
      amount: usd(500),
    });
    expect(asked.map(({ amount }) => amount)).toEqual(['4.00', '5.00']);
  });

  it.each([
    ['more than was paid', usd(901)],
    ['nothing', usd(0)],
    ['less than nothing', usd(-1)],
    ['another currency', { minor: 100, currency: 'EUR' }],
  ])('of %s is refused, and Paddle hears nothing of it', async (_, amount) => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId, amount, reason: 'x' })).toMatchObject({
      status: 'refused',
      reason: 'wrong_amount',
      left: usd(900),
    });
    expect(asked).toEqual([]);
  });

  it('of an unknown order, or without a reason, is refused', async () => {
    const { asked, using } = await paddle();
    expect(await refundPayment(using, { orderId: '1-1', amount: null, reason: 'x' })).toMatchObject({
      reason: 'unknown_order',
    });
    expect(await refundPayment(using, { orderId, amount: null, reason: '' })).toMatchObject({
      reason: 'no_reason',
    });
    expect(asked).toEqual([]);
  });

  it('says so when Paddle refuses, and when it does not answer', async () => {
    const refusing = await paddle({ success: false, error: { code: 121, message: 'Payment not found' } });
    expect(await refundPayment(refusing.using, { orderId, amount: null, reason: 'x' })).toMatchObject({
      reason: 'paddle_refused',
      message: expect.stringContaining('Payment not found'),
    });
    expect(await refundPayment(deps, { orderId, amount: null, reason: 'x' })).toEqual({
      status: 'refused',
      reason: 'paddle_unavailable',
    });
  });
});
