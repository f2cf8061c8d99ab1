/** Tests refunds that administrators ask Paddle for, from the form to the receipt. */
import { afterEach, describe, expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { requestRefund } from '#server/features/billing/refunds/request-refund.ts';
import { settleRefunds } from '#server/features/billing/refunds/settle-refunds.ts';
import { dayMs } from '#shared/durations.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const path = '/payment/refund';
const usd = (minor: number) => ({ minor, currency: 'USD' });

/** The tables must match the event log after every test. */
afterEach(async () => {
  expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
});

/** Buys a yearly licence for US$90.00. */
async function bought() {
  const purchase = await shop.buy('Monica yearly');
  const [receipt] = await shop.rows<{ orderId: string }>('SELECT order_id AS orderId FROM receipts');
  return { ...purchase, orderId: receipt?.orderId ?? '' };
}

const preview = (orderId: string) =>
  administrator.api.receipts.previewRefund.query({ customerId: shop.userId, orderId });
const asked = (orderId: string, minor: number, requestId = newRequestId()) => ({
  ...{ customerId: shop.userId, orderId, requestId },
  ...{ reason: 'Could not use it for a month', amount: usd(minor) },
});
const refund = (...args: Parameters<typeof asked>) =>
  administrator.api.receipts.refund.mutate(asked(...args));
const stored = () =>
  shop.rows<{ state: string; refusal: string | null }>(
    'SELECT state, refusal FROM refund_requests ORDER BY id',
  );
const given = (orderId: string) =>
  shop.rows<{ minor: number; kind: string }>(
    `SELECT refunded_minor AS minor, refund_kind AS kind FROM receipts WHERE order_id = '${orderId}'`,
  );
const atPaddle = (subscriptionId: number) =>
  shop.twin
    .truthOf(subscriptionId)
    ?.payments.map(({ refunds }) => refunds.reduce((sum, { amount }) => sum + amount.minor, 0));

/** Runs the background work after moving the clock by this many days. */
const settleAfter = (days: number) =>
  settleRefunds({
    refundRequests: shop.deps.refundRequests,
    now: () => new Date(shop.twin.now().getTime() + days * dayMs),
  });

describe('A refund', () => {
  it('of a half is pending until Paddle reports it, and leaves the licence as it is', async () => {
    const { orderId, licenceId, stream } = await bought();
    expect(await preview(orderId)).toMatchObject({
      ...{ paid: usd(9_000), refunded: usd(0), left: usd(9_000), leftAfterOpen: usd(9_000) },
      ...{ refusal: null, requests: [] },
    });
    expect(await refund(orderId, 4_500)).toMatchObject({
      state: 'pending',
      amount: usd(4_500),
      refusal: null,
    });
    expect(await preview(orderId)).toMatchObject({
      ...{ refusal: 'refund_open', left: usd(9_000), leftAfterOpen: usd(4_500) },
      requests: [{ state: 'pending', amount: usd(4_500) }],
    });
    expect(await given(orderId)).toEqual([{ minor: null, kind: null }]);
    const key = await administrator.key(licenceId);
    const before = await administrator.ping(key);
    await shop.twin.advanceDays(2);
    expect(await given(orderId)).toEqual([{ minor: 4_500, kind: 'partial' }]);
    expect(await administrator.ping(key)).toBe(before);
    expect(await shop.rows(`SELECT kind FROM flags WHERE stream = '${stream}'`)).toEqual([
      { kind: 'partial_refund' },
    ]);
    expect(await preview(orderId)).toMatchObject({
      ...{ refunded: usd(4_500), left: usd(4_500), refusal: null, requests: [{ state: 'done' }] },
    });
    expect(await administrator.audit()).toMatchObject([
      { act: 'receipt.refund', outcome: 'asked', subject: `receipt ${orderId}`, stream, after: null },
      { act: 'receipt.refund', outcome: 'done', after: { amount: '$45.00', state: 'pending' } },
    ]);
    // The rest: Paddle is asked for what is left, and the period that was paid for ends.
    expect(await codeOf(refund(orderId, 4_501))).toBe('refund_too_high');
    expect(await refund(orderId, 4_500)).toMatchObject({ state: 'pending' });
    await shop.twin.advanceDays(2);
    expect(await given(orderId)).toEqual([{ minor: 9_000, kind: 'full' }]);
    expect(await administrator.ping(key)).toBe('410 refunded');
    expect(await codeOf(refund(orderId, 1))).toBe('nothing_to_refund');
    expect(await stored()).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect(shop.calls(path)).toBe(2);
  });

  it('is asked for once if two administrators want one at the same moment', async () => {
    const { orderId, subscriptionId } = await bought();
    const other = await administrator.another('administrator');
    const outcomes = await Promise.all([
      codeOf(refund(orderId, 6_000)),
      codeOf(other.api.receipts.refund.mutate(asked(orderId, 6_000))),
    ]);
    expect(outcomes.sort()).toEqual(['refund_open', null].sort());
    expect(shop.calls(path)).toBe(1);
    expect(await preview(orderId)).toMatchObject({ leftAfterOpen: usd(3_000) });
    await shop.twin.advanceDays(2);
    expect(atPaddle(subscriptionId)).toEqual([6_000]);
  });

  it('that is sent twice with one ID is asked for once', async () => {
    const { orderId } = await bought();
    const requestId = newRequestId();
    expect(await refund(orderId, 1_000, requestId)).toMatchObject({ state: 'pending' });
    expect(await refund(orderId, 1_000, requestId)).toMatchObject({ state: 'pending' });
    expect(await codeOf(refund(orderId, 2_000, requestId))).toBe('invalid_input');
    expect([shop.calls(path), await stored()]).toMatchObject([1, [{ state: 'pending' }]]);
  });

  it('needs a payment of this customer, and an amount in its currency', async () => {
    const { orderId } = await bought();
    const other = await administrator.another('viewer');
    const request = asked(orderId, 1_000);
    const { refund: ask } = administrator.api.receipts;
    expect(await codeOf(ask.mutate({ ...request, customerId: other.id }))).toBe('not_found');
    expect(await codeOf(ask.mutate({ ...request, amount: { minor: 1_000, currency: 'EUR' } }))).toBe(
      'refund_too_high',
    );
    expect(await codeOf(ask.mutate({ ...request, amount: usd(0) }))).toBe('invalid_input');
    expect([shop.calls(path), await stored()]).toEqual([0, []]);
  });
});

describe('A refund that Paddle did not answer', () => {
  it('but made is found again by its alert, and is never asked for twice', async () => {
    const { orderId, subscriptionId } = await bought();
    const requestId = newRequestId();
    shop.twin.setFaults({ actThenSilence: { 'payment/refund': 1 } });
    expect(await refund(orderId, 6_000, requestId)).toMatchObject({ state: 'unknown' });
    expect(await refund(orderId, 6_000, requestId)).toMatchObject({ state: 'unknown' });
    expect(await codeOf(refund(orderId, 3_000))).toBe('refund_open');
    await settleAfter(1);
    await shop.twin.advanceDays(2);
    expect(await stored()).toEqual([{ state: 'done', refusal: null }]);
    expect(atPaddle(subscriptionId)).toEqual([6_000]);
    expect(await codeOf(refund(orderId, 6_000))).toBe('refund_too_high');
  });

  it('and did not make blocks the payment for 14 days, then counts as not made', async () => {
    const { orderId, subscriptionId } = await bought();
    shop.twin.setFaults({ silence: { 'payment/refund': 1 } });
    const requestId = newRequestId();
    expect(await refund(orderId, 6_000, requestId)).toMatchObject({ state: 'unknown' });
    await settleAfter(13);
    expect(await codeOf(refund(orderId, 6_000))).toBe('refund_open');
    await settleAfter(15);
    expect(await stored()).toEqual([{ state: 'refused', refusal: 'refund_not_made' }]);
    expect(await codeOf(refund(orderId, 6_000, requestId))).toBe('refund_not_made');
    expect(await refund(orderId, 9_000)).toMatchObject({ state: 'pending' });
    await shop.twin.advanceDays(2);
    expect(atPaddle(subscriptionId)).toEqual([9_000]);
  });

  it('is settled by what Paddle refunds after it, and not by what it had refunded before', async () => {
    const { orderId } = await bought();
    shop.twin.refund(orderId, 'partial', usd(1_000));
    await shop.twin.drain();
    shop.twin.setFaults({ silence: { 'payment/refund': 1 } });
    expect(await refund(orderId, 1_000)).toMatchObject({ state: 'unknown' });
    shop.twin.refund(orderId, 'partial', usd(400));
    await shop.twin.drain();
    expect(await stored()).toEqual([{ state: 'unknown', refusal: null }]);
    shop.twin.refund(orderId, 'partial', usd(600));
    await shop.twin.drain();
    expect(await stored()).toEqual([{ state: 'done', refusal: null }]);
  });
});

it('A refund that Paddle refuses is told, and another one can be asked for', async () => {
  const { orderId } = await bought();
  shop.twin.setFaults({ errors: [121] });
  expect(await codeOf(refund(orderId, 1_000))).toBe('refund_refused');
  expect(await stored()).toEqual([{ state: 'refused', refusal: 'refund_refused' }]);
  expect(await administrator.audit()).toMatchObject([
    { outcome: 'asked' },
    { outcome: 'failed', code: 'refund_refused' },
  ]);
  expect(await refund(orderId, 1_000)).toMatchObject({ state: 'pending' });
});

class Killed extends Error {}

describe('A process that is killed between two steps', () => {
  const steps = [
    ['refundRequests', 'add'],
    ['refundRequests', 'startCall'],
    ['paddle', 'refundPayment'],
    ['refundRequests', 'accept'],
  ] as const;
  const moments = steps.flatMap((step) =>
    (['before', 'after'] as const).map((moment) => [...step, moment] as const),
  );

  it.each(someOf(moments, 4))('%s.%s (%s) never refunds twice', async (owner, method, moment) => {
    const { deps, twin, userId } = shop;
    const { orderId, subscriptionId } = await bought();
    const target = deps[owner];
    const dying = {
      ...{ events: deps.events, now: deps.now, receipts: deps.receipts },
      ...{ paddle: deps.paddle, refundRequests: deps.refundRequests },
      [owner]: new Proxy(target, {
        get(whole, name, receiver) {
          const found: unknown = Reflect.get(whole, name, receiver);
          if (name !== method || typeof found !== 'function') return found;
          return async (...args: unknown[]) => {
            if (moment === 'after') await Reflect.apply(found, whole, args);
            throw new Killed();
          };
        },
      }),
    };
    const request = asked(orderId, 6_000);
    const { customerId: _, ...rest } = request;
    await expect(
      requestRefund(dying, { ...rest, customerId: userId, administratorId: administrator.id }),
    ).rejects.toThrow(Killed);
    // The administrator presses again, with the same ID and with another one.
    const isStored = !(method === 'add' && moment === 'before');
    if (isStored) await codeOf(refund(orderId, 6_000, request.requestId));
    if (isStored) expect(await codeOf(refund(orderId, 6_000))).toBe('refund_open');
    await twin.advanceDays(2);
    await settleAfter(15);
    const isMade = (method === 'refundPayment' && moment === 'after') || method === 'accept';
    expect(atPaddle(subscriptionId)).toEqual([isMade ? 6_000 : 0]);
    expect(await stored()).toEqual(
      isStored
        ? [isMade ? { state: 'done', refusal: null } : { state: 'refused', refusal: 'refund_not_made' }]
        : [],
    );
    // Nothing stays blocked, and no more than was paid is ever given back.
    expect(await codeOf(refund(orderId, isMade ? 3_001 : 9_001))).toBe('refund_too_high');
    expect(await refund(orderId, isMade ? 3_000 : 9_000)).toMatchObject({ state: 'pending' });
    await twin.advanceDays(2);
    expect(atPaddle(subscriptionId)).toEqual([9_000]);
  });
});
