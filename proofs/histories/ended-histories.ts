/** Histories with cancellations, refunds, disputes, repeated purchases and one-off payments. */

import { subscriptionStream } from '#proofs/shop/cast.ts';
import { day, startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { orderStream, streamOpenedBy } from '#server/features/billing/streams/stream-names.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { bought, type History, ofOne, seat } from './history.ts';

const { monicaMonthly, monicaYearly, officeLifeYearly } = plans;

export const endedHistories: readonly History[] = [
  ofOne('cancel', (life) => bought(life).at('2026-01-20 18:00:00').cancelled(day('2026-02-12')), {
    status: 'deleted',
    licence: seat(monicaMonthly, ['2026-02-12'], ['2026-02-13']),
    receipts: 1,
  }),
  ofOne(
    'cancel at once through the API: the paid days remain',
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
    'cancel while a payment is already in progress',
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
    'renewal refunded, then cancelled',
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
    'refund of a plan change: the month before stays paid',
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
    'partial refund, VAT refund, then full refund',
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
    'partial refund and VAT refund: nothing ends',
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
          // When a dispute is closed, Paddle doesn't say who won. The flag stays open so that a person can decide.
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
    'migrated: bought through another shop’s link, identified only by e-mail address',
    (life) => bought(life).at('2026-02-12 06:00:10').paid(),
    {
      status: 'active',
      licence: seat(monicaMonthly, ['2026-03-12', '2026-03-19'], ['2026-03-20']),
      receipts: 2,
    },
    { passthrough: '' },
  ),
  {
    name: 'migrated: a second subscription, bought with the customer’s e-mail address',
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
    name: 'cancelled, then bought again',
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
    name: 'one-off payment for a plan, partially refunded, disputed',
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
    name: 'one-off payment for a plan, fully refunded',
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
    name: 'one-off payment for something that is not a plan',
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
];
