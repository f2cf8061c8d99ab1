/** Tests what each kind of purchase of the PHP portal becomes. */
import { describe, expect, it } from 'vitest';
import { type BillingRows, planImport } from '#server/features/takeover/billing/plan-import.ts';
import {
  licence,
  now,
  pagesOf,
  plans,
  receipt,
  subscription,
} from '#tests/rules/takeover/billing/php-rows.ts';

const noRows: BillingRows = { subscriptions: [], receipts: [], licences: [] };
const planned = (rows: Partial<BillingRows>, userId: number | null = 7) =>
  planImport(userId, { ...noRows, ...rows }, { plans, now });
const noUrl = { paddle_cancel_url: null, paddle_update_url: null };

/** Which stream gets which keys, and what a person has to look at. */
function summary(rows: Partial<BillingRows>) {
  const { events, findings, skipped } = planned(rows);
  return {
    keys: Object.fromEntries(events.map(({ stream, keys }) => [stream, keys.map(({ id }) => id)])),
    notes: [...findings, ...skipped].map(({ id, reason }) => `${reason} ${id}`),
  };
}

describe('A subscription', () => {
  it('that runs is paid through the date of its licence, by the payments of its last period', () => {
    const old = receipt({ id: 2, order_id: '1-0', paid_at: '2026-10-12 06:00:00' });
    const [one] = planned({
      subscriptions: [subscription()],
      licences: [licence()],
      receipts: [old, receipt()],
    }).events;
    expect(one).toMatchObject({
      stream: 'subscription:500',
      at: new Date('2026-11-12T06:00:05Z'),
      event: {
        ...{ billableId: 7, planId: 24_749, status: 'active', signedUpOn: '2026-01-12', isLicensed: true },
        ...{ validUntil: '2026-12-12', nextBillOn: '2026-12-12', paidBy: ['1-1'], isRefused: false },
        ...{ state: 'subscription_payment_succeeded', updateUrl: pagesOf(500).paddle_update_url },
        receipts: [
          { orderId: '1-0', paidThrough: '2026-11-12' },
          { orderId: '1-1', paidThrough: '2026-12-12', amount: { minor: 900, currency: 'USD' } },
        ],
      },
    });
  });

  it.each([
    ['trialing', { trial_ends_at: '2026-12-24' }, { trialEndsOn: '2026-12-24', paidBy: [] }],
    [
      'paused',
      { paused_from: '2026-08-01' },
      { pausedFrom: '2026-08-01', nextBillOn: null, validUntil: '2026-12-12' },
    ],
    ['past_due', {}, { validUntil: '2026-12-12' }],
    [
      'deleted',
      { ends_at: '2026-12-12' },
      { endsOn: '2026-12-12', nextBillOn: null, validUntil: '2026-12-12' },
    ],
  ])('that is %s stays so', (paddle_status, changes, expected) => {
    const rows = { subscriptions: [subscription({ paddle_status, ...changes })], licences: [licence()] };
    const { events, findings } = planned({ ...rows, receipts: [receipt()] });
    expect(events).toMatchObject([{ event: { status: paddle_status, ...expected } }]);
    expect(findings).toEqual([]);
  });

  it('whose plan was changed at Paddle follows Paddle, and is paid by the payment that did not reach its licence', () => {
    const rows = {
      subscriptions: [subscription({ paddle_plan: 24_750 })],
      licences: [licence({ valid_until_at: '2026-02-12' })],
      receipts: [receipt({ paid_at: '2026-02-02 10:00:00' })],
    };
    expect(planned(rows).events).toMatchObject([
      { event: { planId: 24_750, validUntil: '2027-02-02', nextBillOn: '2027-02-02', paidBy: ['1-1'] } },
    ]);
  });

  it('that was paid after the date of its licence is paid for the period since', () => {
    const rows = {
      subscriptions: [subscription()],
      licences: [licence({ valid_until_at: '2026-10-12' })],
      receipts: [receipt()],
    };
    expect(planned(rows).events).toMatchObject([{ event: { validUntil: '2026-12-12' } }]);
  });

  it('of an unknown plan is kept, on the plan of its licence if it has one', () => {
    const gone = subscription({ paddle_plan: 99_999 });
    expect(planned({ subscriptions: [gone] })).toMatchObject({
      events: [{ event: { planId: 99_999, isLicensed: true } }],
      findings: [{ reason: 'unknown_plan' }, { reason: 'without_licence' }],
    });
    expect(planned({ subscriptions: [gone], licences: [licence()] }).events).toMatchObject([
      { event: { planId: 24_749, validUntil: '2026-12-12' } },
    ]);
  });

  it('with a hand-written state that the ping refused is refused', () => {
    const refused = licence({ subscription_state: 'subscription_canceled' });
    expect(planned({ subscriptions: [subscription()], licences: [refused] }).events).toMatchObject([
      { event: { isRefused: true, state: 'subscription_canceled' }, keys: [refused] },
    ]);
    const cancelled = licence({ subscription_state: 'subscription_cancelled' });
    expect(planned({ subscriptions: [subscription()], licences: [cancelled] }).events).toMatchObject([
      { event: { isRefused: false } },
    ]);
  });

  it('with a status that Paddle does not have is read from its dates', () => {
    const odd = { paddle_status: 'whatever' };
    const statusOf = (changes: object) =>
      planned({ subscriptions: [subscription({ ...odd, ...changes })], licences: [licence()] }).events.map(
        ({ event }) => event.type === 'subscription_imported' && event.status,
      );
    expect(statusOf({})).toEqual(['active']);
    expect(statusOf({ ends_at: '2026-12-12' })).toEqual(['deleted']);
    expect(statusOf({ paused_from: '2026-11-01' })).toEqual(['paused']);
  });

  it('of which there are two rows is the one that changed last', () => {
    const rows = [
      subscription({ id: 1, quantity: 3 }),
      subscription({ id: 2, updated_at: '2026-11-20', quantity: 5 }),
    ];
    expect(planned({ subscriptions: rows, licences: [licence()] })).toMatchObject({
      events: [{ event: { quantity: 5 } }],
      skipped: [{ table: 'subscriptions', id: 1, reason: 'same_paddle_id' }],
    });
  });

  it('of a deleted account is kept as closed, and is a finding while Paddle charges for it', () => {
    expect(planned({ subscriptions: [subscription()], receipts: [receipt()] }, null)).toMatchObject({
      events: [
        { event: { billableId: null, isOrphan: true, isLicensed: false, receipts: [{ orderId: '1-1' }] } },
      ],
      findings: [{ reason: 'charged_after_deletion' }],
    });
    const ended = subscription({ paddle_status: 'deleted', ends_at: '2026-01-01' });
    expect(planned({ subscriptions: [ended] }, null).findings).toEqual([]);
  });

  it.each(['App\\User', 'user', 'app\\models\\user', 'App\\Models\\Team', null])(
    'of %s is nobody’s',
    (billable_type) => {
      const rows = {
        subscriptions: [subscription({ billable_type })],
        receipts: [receipt({ billable_type })],
      };
      expect(planned(rows).events).toEqual([]);
    },
  );
});

describe('The keys of one person’s product', () => {
  const ended = subscription({ paddle_status: 'deleted', ends_at: '2025-06-01', created_at: '2025-01-12' });
  const again = subscription({ id: 2, paddle_id: 501, created_at: '2026-05-05' });
  const oldKey = licence({ created_at: '2025-01-12' });
  const newKey = licence({ id: 2, ...pagesOf(501), created_at: '2026-05-05' });

  it('are keys of the subscription that runs, the newest one first', () => {
    const rows = { subscriptions: [ended, again], licences: [oldKey, newKey] };
    expect(summary(rows)).toEqual({
      keys: { 'subscription:500': [], 'subscription:501': [2, 1] },
      notes: [],
    });
    expect(planned(rows).events.map(({ event }) => event)).toMatchObject([
      { status: 'deleted', isLicensed: false },
      { status: 'active', isLicensed: true, validUntil: '2026-12-12' },
    ]);
  });

  it('are found without links, too, by when they were written and their plan', () => {
    const rows = {
      subscriptions: [ended, again],
      licences: [
        { ...oldKey, ...noUrl },
        { ...newKey, ...noUrl },
      ],
    };
    expect(summary(rows)).toEqual({
      keys: { 'subscription:500': [], 'subscription:501': [2, 1] },
      notes: [],
    });
    const two = [subscription(), subscription({ id: 2, paddle_id: 501, paddle_plan: 24_750 })];
    const both = [licence({ ...noUrl, plan_id: 2 }), licence({ id: 2, ...noUrl })];
    expect(summary({ subscriptions: two, licences: both })).toEqual({
      keys: { 'subscription:500': [2], 'subscription:501': [1] },
      notes: [],
    });
  });

  it('stay with their own subscription while both are good', () => {
    const leaving = subscription({ paddle_status: 'deleted', ends_at: '2027-06-01' });
    expect(summary({ subscriptions: [leaving, again], licences: [oldKey, newKey] }).keys).toEqual({
      'subscription:500': [1],
      'subscription:501': [2],
    });
  });

  it('are matched in order, and are a finding, if nothing decides', () => {
    const twins = [subscription(), subscription({ id: 2, paddle_id: 501 })];
    expect(
      summary({ subscriptions: twins, licences: [licence(noUrl), licence({ id: 2, ...noUrl })] }),
    ).toEqual({
      keys: { 'subscription:500': [1], 'subscription:501': [2] },
      notes: ['undecided_licence 1'],
    });
  });

  it('of an ended subscription stay there if nothing else runs', () => {
    expect(summary({ subscriptions: [ended], licences: [oldKey] }).keys).toEqual({ 'subscription:500': [1] });
  });

  it('made by hand are a licence of their own, unless renewals of the same plan moved them', () => {
    const gift = licence({ id: 9, ...noUrl, created_at: '2026-03-01', valid_until_at: '2031-01-01' });
    expect(planned({ licences: [gift] }).events).toMatchObject([
      {
        stream: 'grant:imported-9',
        keys: [gift],
        event: { type: 'licence_imported', userId: 7, until: '2031-01-01' },
      },
    ]);
    expect(summary({ subscriptions: [again], licences: [newKey, gift] }).keys).toEqual({
      'subscription:501': [2],
      'grant:imported-9': [9],
    });
    const older = { ...gift, id: 1 };
    expect(summary({ subscriptions: [again], licences: [newKey, older] }).keys).toEqual({
      'subscription:501': [2, 1],
    });
  });

  it('that were refused are left out beside one that was not', () => {
    const refused = { ...oldKey, subscription_state: 'subscription_canceled' };
    expect(summary({ subscriptions: [ended, again], licences: [refused, newKey] })).toEqual({
      keys: { 'subscription:500': [], 'subscription:501': [2] },
      notes: ['refused_key 1'],
    });
  });
});

describe('A receipt', () => {
  it('without a subscription is a payment of its own', () => {
    const oneOff = receipt({ paddle_subscription_id: null });
    expect(planned({ receipts: [oneOff] })).toMatchObject({
      events: [
        { stream: 'order:1-1', event: { type: 'order_imported', billableId: 7, receipt: { planId: null } } },
      ],
      findings: [],
    });
    expect(planned({ receipts: [receipt()] }).findings).toEqual([
      { table: 'receipts', id: 1, reason: 'without_subscription' },
    ]);
  });

  it.each([
    ['1200', 'JPY', 1_200],
    ['744.09', 'HUF', 74_409],
    ['0.00', 'USD', 0],
    ['12.345', 'KWD', 12_345],
  ])('of %s %s is read as Paddle means it', (amount, currency, minor) => {
    const { events } = planned({ receipts: [receipt({ amount, currency, paddle_subscription_id: null })] });
    expect(events).toMatchObject([{ event: { receipt: { amount: { minor, currency } } } }]);
  });

  it.each([{ amount: 'nine' }, { currency: '$' }, { order_id: '' }])(
    'that cannot be read is skipped: %o',
    (changes) => {
      const rows = { subscriptions: [subscription()], licences: [licence()], receipts: [receipt(changes)] };
      expect(planned(rows)).toMatchObject({
        events: [{ event: { receipts: [] } }],
        skipped: [{ table: 'receipts', id: 1, reason: 'unreadable_receipt' }],
      });
    },
  );
});
