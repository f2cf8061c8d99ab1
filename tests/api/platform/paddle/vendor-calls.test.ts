/**
 * Tests calls to Paddle: list requests are retried; requests that change something are sent only once. Also tests the
 * requests for cancellations and refunds.
 */
import { describe, expect, it } from 'vitest';
import type { ClassicPaddleOptions } from '#server/platform/paddle/classic/adapter.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { allSubscriptions, wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { type Answer, authCode, failureOf, now, paddleThat, row } from './support.ts';

describe('Retries of list calls', () => {
  it.each<[string, Answer, Partial<ClassicPaddleOptions>?]>([
    ['HTTP 503', { fail: 503 }],
    ['HTTP 429', { fail: 429 }],
    ['a body that is not JSON', { fail: 200, body: '<h1>maintenance</h1>' }],
    ['a string instead of rows', { rows: 'soon' }],
    ['an internal error (120)', { refuse: 120 }],
    ['no response', { hang: true }, { timeoutMs: 700 }],
  ])('succeed after three failures: %s', async (_, trouble, options) => {
    const { paddle, calls } = await paddleThat(
      ({ fields }, number) => (number <= 3 ? trouble : { rows: fields.state === 'deleted' ? [] : [row] }),
      options,
    );
    expect(await allSubscriptions(paddle)).toHaveLength(1);
    expect(calls).toHaveLength(5);
  });

  it('end with PaddleUnavailable and its cause after four attempts', async () => {
    const { paddle, calls } = await paddleThat(() => ({ fail: 502 }));
    const failure = await failureOf(wholeHistory(paddle, now));
    expect(failure).toBeInstanceOf(PaddleUnavailable);
    expect(String((failure as Error).cause)).toContain('HTTP 502');
    expect(calls).toHaveLength(4);
  });

  it('wait for the time in Retry-After', async () => {
    const times: number[] = [];
    const { paddle } = await paddleThat((_, number) => {
      times.push(performance.now());
      return number === 1 ? { fail: 429, headers: { 'retry-after': '1' } } : { rows: [] };
    });
    await paddle.payments(classicRef('subscription', 7));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it.each([
    ['seconds', '3600', 3_600_000, 0],
    ['a date', new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000, 60_000],
  ])(
    'stop after one call when Retry-After is long (%s) and return that delay',
    async (_, retryAfter, ms, tolerance) => {
      const { paddle, calls } = await paddleThat(() => ({
        fail: 429,
        headers: { 'retry-after': retryAfter },
      }));
      const failure = await failureOf(allSubscriptions(paddle));
      expect(failure).toBeInstanceOf(PaddleUnavailable);
      const told = (failure as PaddleUnavailable).retryAfterMs ?? 0;
      expect(Math.abs(told - ms)).toBeLessThanOrEqual(tolerance);
      expect(calls).toHaveLength(1);
    },
  );

  it("aren't made for a refusal", async () => {
    const { paddle, calls, logged } = await paddleThat(() => ({ refuse: 102 }));
    expect(await failureOf(allSubscriptions(paddle))).toMatchObject({
      name: 'PaddleRefusal',
      paddleCode: 102,
    });
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain(authCode);
  });
});

describe('Cancelling a subscription', () => {
  it('sends one request for that subscription', async () => {
    const { paddle, calls } = await paddleThat(() => ({ rows: undefined }));
    await paddle.cancelSubscription(classicRef('subscription', 264_546));
    expect(calls).toEqual([{ path: '/subscription/users_cancel', fields: { subscription_id: '264546' } }]);
  });

  it("succeeds when Paddle doesn't know the subscription (119)", async () => {
    const { paddle, calls } = await paddleThat(() => ({ refuse: 119 }));
    await paddle.cancelSubscription(classicRef('subscription', 264_546));
    expect(calls).toHaveLength(1);
  });

  it("succeeds when the subscription is already deleted, whatever Paddle's error code", async () => {
    const { paddle } = await paddleThat(({ path, fields }) => {
      if (path === '/subscription/users_cancel') return { refuse: 141 };
      return { rows: fields.state === 'deleted' ? [{ ...row, state: 'deleted' }] : [] };
    });
    await paddle.cancelSubscription(classicRef('subscription', 502_198));
  });

  it("fails with Paddle's error code while the subscription is still active", async () => {
    const { paddle } = await paddleThat(({ path, fields }) => {
      if (path === '/subscription/users_cancel') return { refuse: 107 };
      return { rows: fields.state === 'deleted' ? [] : [row] };
    });
    const failure = await failureOf(paddle.cancelSubscription(classicRef('subscription', 502_198)));
    expect(failure).toBeInstanceOf(PaddleRefusal);
    expect(failure).toMatchObject({ paddleCode: 107 });
  });

  it('fails with 146 while an invoice is being processed', async () => {
    const { paddle, calls } = await paddleThat(() => ({ refuse: 146 }));
    expect(await failureOf(paddle.cancelSubscription(classicRef('subscription', 264_546)))).toMatchObject({
      paddleCode: 146,
      reason: 'invoice_in_progress',
    });
    expect(calls).toHaveLength(1);
  });
});

describe("Paddle Classic's capabilities", () => {
  it('are immediate, irrevocable cancellation and the pages given in alerts', async () => {
    const { paddle, calls } = await paddleThat(() => ({ fail: 500 }));
    expect(paddle.capabilities('classic')).toEqual({
      ...{ cancelsAt: 'once', canUndoCancel: false, canPause: true, canPreviewExactly: false },
      ...{ intervalChange: 'bills_now', dropsRecurringCoupon: true },
      smallestCharge: { minor: 70, currency: 'USD' },
    });
    const pages = paddle.pagesOf({
      ref: classicRef('subscription', 7),
      ...{ updateUrl: 'https://p.test/card', cancelUrl: null },
    });
    expect(pages).toEqual({ cardPage: 'https://p.test/card', cancelPage: null });
    expect(paddle.receiptPage({ receiptUrl: 'https://p.test/receipt' })).toBe('https://p.test/receipt');
    expect(calls).toHaveLength(0);
  });
});

describe('Refunds', () => {
  const order = { orderId: '317366-1864142', reason: 'Bought twice' };

  it('omit the amount for a full refund', async () => {
    const { paddle, calls } = await paddleThat(() => ({ rows: { refund_request_id: 12_345 } }));
    await paddle.refundPayment({ ...order, amount: null });
    expect(calls).toEqual([
      { path: '/payment/refund', fields: { order_id: '317366-1864142', reason: 'Bought twice' } },
    ]);
  });

  it.each([
    ['EUR', 1_250, '12.50'],
    ['JPY', 1_200, '1200'],
  ])('give a partial amount in major units of %s', async (currency, minor, amount) => {
    const { paddle, calls } = await paddleThat(() => ({ rows: { refund_request_id: 12_345 } }));
    await paddle.refundPayment({ ...order, amount: { minor, currency } });
    expect(calls[0]?.fields).toEqual({ order_id: '317366-1864142', reason: 'Bought twice', amount });
  });
});

describe('Changes at Paddle', () => {
  it.each<[string, Answer]>([
    ['HTTP 503', { fail: 503 }],
    ['HTTP 429', { fail: 429, headers: { 'retry-after': '0' } }],
    ['a body that is not JSON', { fail: 200, body: 'busy' }],
    ['an internal error (120)', { refuse: 120 }],
    ['no response', { hang: true }],
  ])('are sent only once and throw PaddleUnavailable: %s', async (_, trouble) => {
    const { paddle, calls } = await paddleThat(() => trouble, { timeoutMs: 700 });
    const order = { orderId: '317366-1864142', reason: 'Bought twice', amount: null };
    expect(await failureOf(paddle.cancelSubscription(classicRef('subscription', 7)))).toBeInstanceOf(
      PaddleUnavailable,
    );
    expect(await failureOf(paddle.refundPayment(order))).toBeInstanceOf(PaddleUnavailable);
    expect(calls).toHaveLength(2);
  });
});
