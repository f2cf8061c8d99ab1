/** Catalogue of histories that real subscriptions go through. The expected endings are written by hand. */

import { subscriptionStream } from '#proofs/shop/cast.ts';
import { day, plans, startLife } from '#proofs/shop/life.ts';
import { orderStream, streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { bought, type History, ofOne, seat } from './history.ts';
import { validityHistories } from './validity-histories.ts';

const { monicaMonthly, monicaYearly, officeLifeMonthly, officeLifeYearly } = plans;

export const histories: readonly History[] = [
  ofOne('trial', (life) => life.created({ trialDays: 14 }), {
    status: 'trialing',
    licence: seat(monicaMonthly, ['2026-01-12', '2026-01-26', '2026-02-02'], ['2026-02-03']),
    receipts: 0,
  }),
  ofOne(
    'trial, converted in one second',
    (life) =>
      life
        .created({ trialDays: 14 })
        .at('2026-01-26 09:14:02')
        .paid()
        .updated({ status: 'active' }, { status: 'trialing' }),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-02-26', '2026-03-05'], ['2026-03-06']),
      receipts: 1,
    },
  ),
  ofOne(
    'trial with a free first payment, lengthened, then converted',
    (life) =>
      life
        .created({ trialDays: 14 })
        .paid({ through: day('2026-01-26'), gross: 0, status: 'trialing' })
        .at('2026-01-20 10:00:00')
        .updated({ nextBillOn: day('2026-02-09') })
        .at('2026-02-09 09:14:02')
        .updated({ status: 'active', nextBillOn: day('2026-03-09') })
        .paid({ through: day('2026-03-09') }),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-09', '2026-03-16'], ['2026-03-17']),
      receipts: 2,
    },
  ),
  ofOne(
    'trial, lengthened',
    (life) =>
      life
        .created({ trialDays: 14 })
        .at('2026-01-20 10:00:00')
        .updated({ nextBillOn: day('2026-02-09') }),
    {
      status: 'trialing',
      licence: seat(monicaMonthly, ['2026-02-09', '2026-02-16'], ['2026-02-17']),
      receipts: 0,
    },
  ),
  ofOne(
    'trial, cancelled before its end',
    (life) => life.created({ trialDays: 14 }).at('2026-01-15 08:00:00').cancelled(day('2026-01-26')),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-01-26'], ['2026-01-27']),
      receipts: 0,
    },
  ),
  ofOne('buy', bought, {
    status: 'active',
    licence: seat(monicaMonthly, ['2026-01-12', '2026-02-12', '2026-02-19'], ['2026-02-20']),
    receipts: 1,
  }),
  ofOne(
    'buy and renew twice',
    (life) => bought(life).at('2026-02-12 06:00:10').paid().at('2026-03-12 06:00:11').paid(),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-04-12', '2026-04-19'], ['2026-04-20']),
      receipts: 3,
    },
  ),
  ofOne(
    'fail and recover',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') }, { status: 'active' })
        .at('2026-02-15 06:00:10')
        .paid({ through: day('2026-03-12') })
        .updated({ status: 'active' }, { status: 'past_due' }),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
      receipts: 2,
    },
  ),
  ofOne(
    'fail, still past due',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') }, { status: 'active' })
        .at('2026-02-15 06:00:10')
        .failed({ attempt: 2, retryOn: day('2026-02-20') })
        .updated({ nextBillOn: day('2026-02-20') }),
    {
      status: 'past_due',
      // A retry date isn't a paid day, so grace counts from the 12th.
      licence: seat(monicaMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20']),
      receipts: 1,
    },
  ),
  ofOne(
    'fail for good: dunning cancels',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') }, { status: 'active' })
        .at('2026-02-22 06:00:10')
        .failed({ attempt: 3, retryOn: null })
        .cancelled(day('2026-02-22')),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-02-22'], ['2026-02-23']),
      receipts: 1,
    },
  ),
  ofOne(
    'fail for good: dunning pauses',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') })
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .at('2026-02-15 06:00:10')
        .failed({ attempt: 2, retryOn: null })
        .updated({
          status: 'paused',
          pausedFrom: day('2026-02-15'),
          pausedReason: 'delinquent',
          nextBillOn: day('2026-03-15'),
        }),
    {
      status: 'paused',
      licence: seat(monicaMonthly, ['2026-02-15'], ['2026-02-16']),
      receipts: 1,
    },
  ),
  ofOne(
    'swap from month to year',
    (life) => {
      bought(life)
        .at('2026-01-30 11:30:00')
        .updated({ plan: monicaYearly, nextBillOn: day('2027-01-30') });
      life
        .paid({ through: day('2027-01-30') })
        .at('2027-01-30 06:00:02')
        .paid();
    },
    {
      status: 'active',
      licence: seat(monicaYearly, ['2028-01-30', '2028-02-06'], ['2028-02-07']),
      receipts: 3,
    },
  ),
  ofOne(
    'swap from year to month',
    (life) =>
      life
        .created()
        .paid()
        .at('2026-03-01 11:30:00')
        .updated({ plan: monicaMonthly, nextBillOn: day('2026-04-01') })
        .paid({ through: day('2026-04-01') }),
    {
      status: 'active',
      // The days that the yearly payment covers aren't taken back.
      licence: seat(monicaMonthly, ['2026-04-01', '2027-01-12'], ['2027-01-20']),
      receipts: 2,
    },
    { plan: monicaYearly },
  ),
  ofOne(
    'swap to the other product',
    (life) => {
      bought(life)
        .at('2026-01-20 11:30:00')
        .updated({ plan: officeLifeMonthly, quantity: 4, nextBillOn: day('2026-02-12') })
        .paid({ gross: 1_100, through: day('2026-02-12') });
      life.at('2026-02-12 06:00:01').paid();
    },
    {
      status: 'active',
      licence: seat(officeLifeMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20'], 4),
      receipts: 3,
    },
  ),
  ofOne(
    'seats up, billed at once, then down',
    (life) =>
      life
        .created()
        .paid()
        .at('2026-01-20 15:00:00')
        .updated({ quantity: 8 })
        .paid({ gross: 870, through: day('2026-02-12') })
        .at('2026-01-25 15:00:00')
        .updated({ quantity: 3 }),
    {
      status: 'active',
      licence: seat(officeLifeMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20'], 3),
      receipts: 2,
    },
    { plan: officeLifeMonthly, quantity: 5 },
  ),
  ofOne(
    'seats changed twice in one second',
    (life) =>
      life
        .created()
        .paid()
        .at('2026-01-20 15:00:00')
        .updated({ quantity: 40 })
        .updated({ quantity: 12 })
        .at('2026-01-20 15:00:01')
        .paid({ gross: 4_210, through: day('2027-01-12') }),
    {
      status: 'active',
      licence: seat(officeLifeYearly, ['2027-01-12', '2027-01-19'], ['2027-01-20'], 12),
      receipts: 2,
    },
    { plan: officeLifeYearly, quantity: 10 },
  ),
  ofOne(
    'pause, announced, then in effect',
    (life) =>
      bought(life)
        .at('2026-01-20 12:00:00')
        .updated({ pausedFrom: day('2026-02-12'), pausedReason: 'voluntary' })
        .at('2026-02-12 06:00:00')
        .updated({ status: 'paused', nextBillOn: day('2026-03-12') }),
    {
      status: 'paused',
      licence: seat(monicaMonthly, ['2026-02-12'], ['2026-02-13', '2026-03-01']),
      receipts: 1,
    },
  ),
  ofOne(
    'pause, announced, withdrawn, renewed',
    (life) =>
      bought(life)
        .at('2026-01-20 12:00:00')
        .updated({ pausedFrom: day('2026-02-12'), pausedReason: 'voluntary' })
        .at('2026-01-21 12:00:00')
        .updated({ pausedFrom: null })
        .at('2026-02-12 06:00:00')
        .paid(),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
      receipts: 2,
    },
  ),
  ofOne(
    'resume: two updates in one second, then the payment',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .updated({ status: 'paused', pausedFrom: day('2026-02-12'), nextBillOn: day('2026-03-12') })
        .at('2026-04-02 17:20:31')
        .updated({ status: 'past_due', nextBillOn: day('2026-04-02') })
        .updated({ status: 'active', nextBillOn: day('2026-05-02'), pausedFrom: null })
        .at('2026-04-02 17:20:33')
        .paid({ through: day('2026-05-02') }),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-05-02', '2026-05-09'], ['2026-05-10']),
      receipts: 2,
    },
  ),
  ofOne(
    'resume: all within one second',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .updated({ status: 'paused', pausedFrom: day('2026-02-12'), nextBillOn: day('2026-03-12') })
        .at('2026-04-02 17:20:31')
        .updated({ status: 'past_due', nextBillOn: day('2026-04-02') })
        .paid({ through: day('2026-05-02'), status: 'active' })
        .updated({ status: 'active', pausedFrom: null }, { status: 'past_due' }),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-05-02', '2026-05-09'], ['2026-05-10']),
      receipts: 2,
    },
  ),
  ofOne('cancel', (life) => bought(life).at('2026-01-20 18:00:00').cancelled(day('2026-02-12')), {
    status: 'deleted',
    licence: seat(monicaMonthly, ['2026-02-12'], ['2026-02-13']),
    receipts: 1,
  }),
  ofOne(
    'cancel at once, through the API: what is paid stays paid',
    (life) => bought(life).at('2026-01-20 18:00:00').cancelled(day('2026-01-20')),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-01-21', '2026-02-12'], ['2026-02-13']),
      receipts: 1,
    },
  ),
  ofOne(
    'cancel in the second of the renewal',
    (life) => bought(life).at('2026-02-12 06:00:10').paid().cancelled(day('2026-03-12')),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-03-12'], ['2026-03-13']),
      receipts: 2,
    },
  ),
  ofOne(
    'cancel, and a payment that was already on its way',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:08')
        .cancelled(day('2026-02-12'))
        .at('2026-02-12 06:00:10')
        .paid({ status: 'deleted' }),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-03-12'], ['2026-03-13']),
      receipts: 2,
    },
  ),
  ofOne('refund in full', (life) => bought(life).at('2026-01-20 10:00:00').refunded(0, 'full'), {
    status: 'active',
    licence: seat(monicaMonthly, [], ['2026-01-21', '2026-02-12']),
    receipts: 1,
  }),
  ofOne(
    'refund of the renewal, then cancel',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .paid()
        .at('2026-02-20 10:00:00')
        .refunded(1, 'full')
        .cancelled(day('2026-03-12')),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, ['2026-02-12'], ['2026-02-21', '2026-03-12']),
      receipts: 2,
    },
  ),
  ofOne(
    'cancel, then refund',
    (life) =>
      bought(life)
        .at('2026-01-20 10:00:00')
        .cancelled(day('2026-02-12'))
        .at('2026-01-21 10:00:00')
        .refunded(0, 'full'),
    {
      status: 'deleted',
      licence: seat(monicaMonthly, [], ['2026-01-22', '2026-02-12']),
      receipts: 1,
    },
  ),
  ofOne(
    'refund of an earlier period',
    (life) => bought(life).at('2026-02-12 06:00:10').paid().at('2026-02-20 10:00:00').refunded(0, 'full'),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
      receipts: 2,
    },
  ),
  ofOne(
    'refund of a renewal, then the next renewal',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:10')
        .paid()
        .at('2026-02-20 10:00:00')
        .refunded(1, 'full')
        .at('2026-03-12 06:00:10')
        .paid(),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-04-12', '2026-04-19'], ['2026-04-20']),
      receipts: 3,
    },
  ),
  ofOne(
    'refund of the swap: the month before stays paid',
    (life) => {
      bought(life)
        .at('2026-01-30 11:30:00')
        .updated({ plan: monicaYearly, nextBillOn: day('2027-01-30') });
      life
        .paid({ through: day('2027-01-30') })
        .at('2026-02-02 10:00:00')
        .refunded(1, 'full');
    },
    {
      status: 'active',
      licence: seat(monicaYearly, ['2026-02-12'], ['2026-02-13', '2027-01-30']),
      receipts: 2,
    },
  ),
  ofOne(
    'refund in part, of the tax, and in full',
    (life) =>
      bought(life)
        .at('2026-01-14 10:00:00')
        .refunded(0, 'vat', 150)
        .at('2026-01-20 10:00:00')
        .refunded(0, 'partial', 300)
        .at('2026-01-22 10:00:00')
        .refunded(0, 'full', 450),
    {
      status: 'active',
      licence: seat(monicaMonthly, [], ['2026-01-23', '2026-02-12']),
      receipts: 1,
      flags: ['partial_refund'],
    },
  ),
  ofOne(
    'refund in part and of the tax: nothing ends',
    (life) =>
      bought(life)
        .at('2026-01-20 10:00:00')
        .refunded(0, 'partial', 300)
        .at('2026-01-20 10:00:00')
        .refunded(0, 'vat', 150),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20']),
      receipts: 1,
      flags: ['partial_refund'],
    },
  ),
  {
    name: 'dispute over a renewal',
    play(cast) {
      const life = bought(startLife(cast)).at('2026-02-12 06:00:10').paid();
      const orderId = life.state.orders[1]?.orderId ?? '';
      life.at('2026-02-25 07:00:00').dispute('created', orderId);
      life.at('2026-03-25 07:00:00').dispute('closed', orderId);
      return {
        alerts: life.alerts,
        atPaddle: [life.state],
        endings: {
          [subscriptionStream(cast.subscriptionId)]: {
            status: 'active',
            licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
            receipts: 2,
          },
          // Paddle doesn't say who won a closed dispute, so the flag stays open for a person to decide.
          [orderStream(orderId)]: { receipts: 0, flags: ['dispute'] },
        },
      };
    },
  },
  {
    name: 'high risk, then accepted',
    play(cast) {
      const life = startLife(cast).at('2026-01-12 09:13:50').highRisk('created', 'pending');
      bought(life);
      life.at('2026-01-12 12:00:00').highRisk('updated', 'accepted', life.state.orders[0]?.orderId);
      return {
        alerts: life.alerts,
        atPaddle: [life.state],
        endings: {
          [subscriptionStream(cast.subscriptionId)]: {
            status: 'active',
            licence: seat(monicaMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20']),
            receipts: 1,
          },
          [streamOpenedBy(classicRef('case', cast.caseId))]: { receipts: 0, flags: ['high_risk'] },
        },
      };
    },
  },
  ofOne(
    'migrated: bought on a link of somebody else, known by its e-mail only',
    (life) => bought(life).at('2026-02-12 06:00:10').paid(),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
      receipts: 2,
    },
    { passthrough: '' },
  ),
  {
    name: 'migrated: a second subscription, bought with the customer’s address',
    play(cast) {
      const first = bought(startLife(cast));
      const second = startLife(cast, {
        subscription: 'other',
        plan: officeLifeYearly,
        quantity: 3,
        passthrough: '',
      });
      second.at('2026-01-15 10:00:00').created().paid();
      return {
        alerts: [...first.alerts, ...second.alerts],
        atPaddle: [first.state, second.state],
        endings: {
          [subscriptionStream(cast.subscriptionId)]: {
            status: 'active',
            licence: seat(monicaMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20']),
            receipts: 1,
          },
          [subscriptionStream(cast.otherSubscriptionId)]: {
            status: 'active',
            owner: 'customer',
            licence: seat(officeLifeYearly, ['2027-01-15', '2027-01-22'], ['2027-01-23'], 3),
            receipts: 1,
          },
        },
      };
    },
  },
  {
    name: 'cancelled, then bought anew',
    play(cast) {
      const first = bought(startLife(cast)).at('2026-01-20 18:00:00').cancelled(day('2026-02-12'));
      const second = startLife(cast, { subscription: 'other', plan: monicaYearly });
      second.at('2026-02-10 10:00:00').created().paid();
      return {
        alerts: [...first.alerts, ...second.alerts],
        atPaddle: [first.state, second.state],
        endings: {
          [subscriptionStream(cast.subscriptionId)]: {
            status: 'deleted',
            licence: seat(monicaMonthly, ['2026-02-12'], ['2026-02-13']),
            receipts: 1,
          },
          [subscriptionStream(cast.otherSubscriptionId)]: {
            status: 'active',
            licence: seat(monicaYearly, ['2027-02-10', '2027-02-17'], ['2027-02-18']),
            receipts: 1,
          },
        },
      };
    },
  },
  {
    name: 'a new e-mail address between two purchases',
    play(cast) {
      const life = startLife(cast);
      life.audience('new_audience_member', cast.email);
      bought(life).at('2026-01-30 08:00:00').audience('update_audience_member', `new-${cast.email}`);
      life.at('2026-02-12 06:00:10').paid();
      return {
        alerts: life.alerts,
        atPaddle: [life.state],
        endings: {
          [subscriptionStream(cast.subscriptionId)]: {
            status: 'active',
            licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
            receipts: 2,
          },
          [`customer:${cast.paddleUserId}`]: { receipts: 0 },
        },
      };
    },
  },
  {
    name: 'paid once for a plan, refunded in part, disputed',
    play(cast) {
      const life = startLife(cast);
      const orderId = life.boughtOnce(monicaMonthly.id, 900);
      life.at('2026-01-14 10:00:00').refundedOnce(orderId, 'partial', 200);
      life.at('2026-01-16 10:00:00').dispute('created', orderId);
      return {
        alerts: life.alerts,
        atPaddle: [],
        endings: {
          [orderStream(orderId)]: {
            licence: seat(monicaMonthly, ['2026-01-12', '2026-02-11'], ['2026-02-13', '2026-02-20']),
            receipts: 1,
            flags: ['dispute', 'partial_refund'],
          },
        },
      };
    },
  },
  {
    name: 'paid once for a plan, refunded in full',
    play(cast) {
      const life = startLife(cast);
      const orderId = life.boughtOnce(monicaYearly.id, 9_000);
      life.at('2026-01-14 10:00:00').refundedOnce(orderId, 'full', 9_000);
      return {
        alerts: life.alerts,
        atPaddle: [],
        endings: {
          [orderStream(orderId)]: {
            licence: seat(monicaYearly, [], ['2026-01-15', '2027-01-12']),
            receipts: 1,
          },
        },
      };
    },
  },
  {
    name: 'paid once for something that is no plan',
    play(cast) {
      const life = startLife(cast);
      const orderId = life.boughtOnce(31_337, 2_500);
      life.at('2026-01-14 10:00:00').refundedOnce(orderId, 'vat', 300);
      return {
        alerts: life.alerts,
        atPaddle: [],
        endings: { [orderStream(orderId)]: { receipts: 1 } },
      };
    },
  },
  ...validityHistories,
];
