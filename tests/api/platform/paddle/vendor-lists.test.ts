/**
 * Tests Paddle's lists as the adapter returns them: all states, pages and time spans, even if some rows are malformed.
 */
import { describe, expect, it } from 'vitest';
import { PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { allSubscriptions, wholeHistory } from '#tests/support/billing/paddle-lists.ts';
import { type Answer, type Call, failureOf, now, paddleThat, pageOf, row, subscription } from './support.ts';

describe('Subscriptions', () => {
  it("are converted to the portal's own format", async () => {
    const { paddle } = await paddleThat(({ fields }) => ({ rows: fields.state === 'deleted' ? [] : [row] }));
    expect(await allSubscriptions(paddle)).toEqual([subscription]);
  });

  it.each([
    ['a plan without quantities', { quantity: undefined }, { quantity: 1 }],
    ['ids as text', { subscription_id: '502198', plan_id: '496199' }, {}],
    ['nothing to be paid next', { next_payment: undefined }, { nextPayment: null }],
    [
      'nothing, as PHP writes it',
      { next_payment: [], last_payment: [] },
      { nextPayment: null, lastPayment: null },
    ],
    [
      'a pause',
      { state: 'paused', paused_from: '2026-12-06 00:00:00', paused_reason: 'delinquent' },
      { status: 'paused', pausedFrom: '2026-12-06', pausedReason: 'delinquent' },
    ],
    [
      'yen',
      { next_payment: { amount: 1_200, currency: 'JPY', date: '2026-12-06' } },
      {
        nextPayment: { amount: { minor: 1_200, currency: 'JPY' }, on: '2026-12-06' },
      },
    ],
    ['a useless address', { user_email: null, update_url: 'x' }, { email: null, updateUrl: null }],
  ])('are read with %s', async (_, change, difference) => {
    const { paddle } = await paddleThat(({ fields }) => ({
      rows: fields.state === 'deleted' ? [] : [{ ...row, ...change }],
    }));
    expect(await allSubscriptions(paddle)).toEqual([{ ...subscription, ...difference }]);
  });

  it('are read in every state to the last page, including deleted ones', async () => {
    const living = Array.from({ length: 401 }, (_, index) => ({ ...row, subscription_id: 1 + index }));
    const deleted = Array.from({ length: 200 }, (_, index) => ({
      ...row,
      subscription_id: 1_001 + index,
      state: 'deleted',
      next_payment: undefined,
    }));
    const { paddle, calls } = await paddleThat(({ fields }) => ({
      rows: pageOf(fields.state === 'deleted' ? deleted : living, fields.page, fields.results_per_page),
    }));
    const found = await allSubscriptions(paddle);
    expect(found.map(({ ref }) => Number(ref.id))).toEqual(
      [...living, ...deleted].map(({ subscription_id }) => subscription_id),
    );
    expect(calls.map(({ fields }) => [fields.state, fields.page])).toEqual([
      [undefined, '1'],
      [undefined, '2'],
      [undefined, '3'],
      ['deleted', '1'],
      ['deleted', '2'],
    ]);
    expect(new Set(calls.map(({ fields }) => fields.results_per_page))).toEqual(new Set(['200']));
  });

  it('count as deleted when they are deleted between the two requests', async () => {
    const { paddle } = await paddleThat(({ fields }) => ({
      rows: fields.state === 'deleted' ? [{ ...row, state: 'deleted', next_payment: undefined }] : [row],
    }));
    expect(await allSubscriptions(paddle)).toEqual([
      { ...subscription, status: 'deleted', nextPayment: null },
    ]);
  });

  it('are read with a bounded number of requests when the server repeats a page', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => ({ ...row, subscription_id: 1 + index }));
    const { paddle, calls } = await paddleThat(() => ({ rows }));
    expect(await allSubscriptions(paddle)).toHaveLength(200);
    expect(calls).toHaveLength(4);
  });

  it('can be requested by id and are found when deleted', async () => {
    const { paddle, calls } = await paddleThat(({ fields }) => ({
      rows: fields.state === 'deleted' ? [{ ...row, state: 'deleted' }] : [],
    }));
    expect(await paddle.subscriptions({ ref: classicRef('subscription', 502_198) })).toMatchObject([
      { status: 'deleted' },
    ]);
    expect(calls.map(({ path, fields }) => [path, fields.subscription_id])).toEqual([
      ['/subscription/users', '502198'],
      ['/subscription/users', '502198'],
    ]);
  });

  it('are empty for an unknown id (119) and for an empty response', async () => {
    const { paddle } = await paddleThat(() => ({ refuse: 119 }));
    expect(await paddle.subscriptions({ ref: classicRef('subscription', 7) })).toEqual([]);
    const { paddle: silent } = await paddleThat(() => ({ rows: [] }));
    expect(await silent.subscriptions({ ref: classicRef('subscription', 7) })).toEqual([]);
  });

  it('throw PaddleUnavailable when the response contains a different subscription', async () => {
    const { paddle } = await paddleThat(() => ({ rows: [row] }));
    expect(await failureOf(paddle.subscriptions({ ref: classicRef('subscription', 7) }))).toBeInstanceOf(
      PaddleUnavailable,
    );
  });

  it('throw PaddleUnavailable when the requested one is unreadable', async () => {
    const { paddle, warned } = await paddleThat(() => ({ rows: [{ ...row, state: 'dormant' }] }));
    expect(
      await failureOf(paddle.subscriptions({ ref: classicRef('subscription', 502_198) })),
    ).toBeInstanceOf(PaddleUnavailable);
    expect(warned()).toHaveLength(1);
  });

  it('are returned without malformed rows, whose number is logged', async () => {
    const junk = [
      null,
      'x',
      7,
      {},
      { ...row, subscription_id: 0 },
      { ...row, subscription_id: 1, state: 'x' },
    ];
    const odd = {
      ...row,
      subscription_id: 2,
      next_payment: { amount: 'much', currency: 'USD', date: 'soon' },
    };
    const { paddle, warned } = await paddleThat(({ fields }) => ({
      rows: fields.state === 'deleted' ? [] : [...junk, odd, row],
    }));
    expect(await allSubscriptions(paddle)).toEqual([subscription]);
    expect(warned()).toMatchObject([{ list: 'subscription/users', unread: 7, of: 8 }]);
    expect(JSON.stringify(warned())).not.toContain('amelie');
  });
});

describe('Payments', () => {
  const paid = {
    id: 8_936,
    subscription_id: 2_746,
    amount: 10.5,
    currency: 'USD',
    payout_date: '2026-10-15',
    is_paid: 1,
    is_one_off_charge: 0,
    receipt_url: 'https://my.example.com/receipt/469214-8936',
  };

  it('are the paid recurring ones, oldest first', async () => {
    const { paddle, calls } = await paddleThat(() => ({
      rows: [{ ...paid, id: 9_000, payout_date: '2026-11-15', receipt_url: null }, paid],
    }));
    expect(await paddle.payments(classicRef('subscription', 2_746))).toEqual([
      {
        paymentId: 8_936,
        ref: classicRef('subscription', 2_746),
        amount: { minor: 1_050, currency: 'USD' },
        paidOn: '2026-10-15',
        receiptUrl: paid.receipt_url,
      },
      {
        paymentId: 9_000,
        ref: classicRef('subscription', 2_746),
        amount: { minor: 1_050, currency: 'USD' },
        paidOn: '2026-11-15',
        receiptUrl: null,
      },
    ]);
    expect(calls).toEqual([
      {
        path: '/subscription/payments',
        fields: { subscription_id: '2746', is_paid: '1', is_one_off_charge: '0', limit: '500', offset: '0' },
      },
    ]);
  });

  it('exclude unpaid ones, one-off charges and those of other subscriptions', async () => {
    const others = [
      { ...paid, id: 1, is_paid: 0 },
      { ...paid, id: 2, is_one_off_charge: 1 },
      { ...paid, id: 3, is_one_off_charge: true },
      { ...paid, id: 4, subscription_id: 9 },
    ];
    const { paddle, warned } = await paddleThat(() => ({ rows: [...others, paid] }));
    expect(
      (await paddle.payments(classicRef('subscription', 2_746))).map(({ paymentId }) => paymentId),
    ).toEqual([8_936]);
    expect(warned()).toEqual([]);
  });

  it('are read to the last page', async () => {
    const rows = Array.from({ length: 501 }, (_, index) => ({ ...paid, id: 1 + index }));
    const { paddle, calls } = await paddleThat(({ fields }) => {
      const from = Number(fields.offset);
      return { rows: rows.slice(from, from + Number(fields.limit)) };
    });
    expect(await paddle.payments(classicRef('subscription', 2_746))).toHaveLength(501);
    expect(calls.map(({ fields }) => fields.offset)).toEqual(['0', '500']);
  });

  it('are empty for an unknown subscription (119) and rejected for any other error code', async () => {
    const { paddle } = await paddleThat(() => ({ refuse: 119 }));
    expect(await paddle.payments(classicRef('subscription', 7))).toEqual([]);
    const { paddle: strict } = await paddleThat(() => ({ refuse: 107 }));
    expect(await failureOf(strict.payments(classicRef('subscription', 7)))).toMatchObject({
      name: 'PaddleRefusal',
      paddleCode: 107,
    });
  });

  it('are returned without malformed rows, whose number is logged', async () => {
    const rows = [{ ...paid, id: 1, amount: -3 }, { ...paid, id: 2, payout_date: '0000-00-00' }, 5, paid];
    const { paddle, warned } = await paddleThat(() => ({ rows }));
    expect(await paddle.payments(classicRef('subscription', 2_746))).toHaveLength(1);
    expect(warned()).toMatchObject([{ list: 'subscription/payments', unread: 3, of: 4 }]);
  });
});

describe('The alert history', () => {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const paddleTime = (instant: Date) => instant.toISOString().slice(0, 19).replace('T', ' ');
  const alertRow = (id: number, hours: number) => ({
    id,
    alert_name: 'subscription_cancelled',
    status: 'success',
    created_at: paddleTime(hoursAgo(hours)),
    attempts: 1,
    fields: { subscription_id: 264_546, event_time: paddleTime(hoursAgo(hours)) },
  });

  /**
   * Responds as Paddle does: in pages, newest alert first, with all alerts from the start of the requested span to its
   * end, both included.
   */
  const historyOf =
    (rows: readonly ReturnType<typeof alertRow>[], tellsPages = true) =>
    ({ fields }: Call): Answer => {
      const size = Number(fields.alerts_per_page);
      const asked = rows
        .filter(({ created_at }) => created_at >= (fields.query_tail ?? ''))
        .filter(({ created_at }) => created_at <= (fields.query_head ?? '9999'))
        .toSorted((left, right) => right.created_at.localeCompare(left.created_at));
      const pages = { current_page: Number(fields.page), total_pages: Math.ceil(asked.length / size) };
      return {
        rows: {
          ...(tellsPages ? pages : {}),
          query_head: { date: '2026-11-23 12:00:00.000000', timezone_type: 3, timezone: 'UTC' },
          data: pageOf(asked, fields.page, fields.alerts_per_page),
        },
      };
    };

  it('is requested day by day and returned without duplicates, oldest first', async () => {
    // One alert every half hour for five days, so that some of them are close to the boundaries between the requested
    // spans.
    const rows = Array.from({ length: 240 }, (_, index) => alertRow(1_000 - index, index / 2));
    const { paddle, calls } = await paddleThat(historyOf(rows));
    const alerts = await wholeHistory(paddle, hoursAgo(72));
    const expected = rows.filter(({ created_at }) => created_at >= paddleTime(hoursAgo(72))).toReversed();
    expect(alerts.map(({ alertId }) => alertId)).toEqual(expected.map(({ id }) => String(id)));
    expect(calls.map(({ fields }) => [fields.query_tail, fields.query_head])).toEqual([
      ['2026-11-20 11:59:59', '2026-11-21 11:59:59'],
      ['2026-11-21 11:59:57', '2026-11-22 11:59:57'],
      ['2026-11-22 11:59:55', '2026-11-23 11:59:55'],
      ['2026-11-23 11:59:53', undefined],
    ]);
  });

  it.each([true, false])(
    'is read to the last page on a busy day (page count included: %s)',
    async (tellsPages) => {
      const rows = Array.from({ length: 450 }, (_, index) => alertRow(1 + index, index / 100));
      const { paddle, calls } = await paddleThat(historyOf(rows, tellsPages));
      expect(await wholeHistory(paddle, hoursAgo(12))).toHaveLength(450);
      expect(calls.map(({ fields }) => [fields.page, fields.alerts_per_page])).toEqual([
        ['1', '200'],
        ['2', '200'],
        ['3', '200'],
      ]);
    },
  );

  it("includes alerts dated ahead of the portal's clock", async () => {
    const { paddle } = await paddleThat(historyOf([alertRow(5, -20)]));
    expect(await wholeHistory(paddle, hoursAgo(1))).toMatchObject([{ alertId: '5' }]);
  });

  it('reaches back 90 days at most', async () => {
    const { paddle, calls } = await paddleThat(historyOf([]));
    expect(await wholeHistory(paddle, new Date('2020-01-01'))).toEqual([]);
    expect(calls).toHaveLength(91);
    expect(calls[0]?.fields.query_tail).toBe('2026-08-25 11:59:59');
  });

  it('orders alerts of the same second by id and puts alerts without a time last', async () => {
    const timeless = { ...alertRow(1, 2), created_at: null, fields: {} };
    const rows = [alertRow(12, 3), alertRow(9, 3), timeless, alertRow(100, 3)];
    const { paddle } = await paddleThat(() => ({ rows: { data: rows } }));
    const alerts = await wholeHistory(paddle, hoursAgo(6));
    expect(alerts.map(({ alertId }) => alertId)).toEqual(['9', '12', '100', '1']);
  });

  it('is returned without malformed rows, whose number is logged', async () => {
    const rows = [alertRow(1, 2), { id: 2, fields: 'x' }, null];
    const { paddle, warned } = await paddleThat(() => ({ rows: { data: rows, total_pages: 'many' } }));
    expect(await wholeHistory(paddle, hoursAgo(6))).toHaveLength(1);
    expect(warned()).toMatchObject([{ list: 'alert/webhooks', unread: 2, of: 3 }]);
  });
});
