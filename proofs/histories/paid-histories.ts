/** Histories with trials, renewals, plan changes, failed payments and pauses. */

import { day } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { bought, type History, ofOne, seat } from './history.ts';

const { monicaMonthly, monicaYearly, officeLifeMonthly, officeLifeYearly } = plans;

export const paidHistories: readonly History[] = [
  ofOne('trial', (life) => life.created({ trialDays: 14 }), {
    status: 'trialing',
    licence: seat(monicaMonthly, ['2026-01-12', '2026-01-26', '2026-02-02'], ['2026-02-03']),
    receipts: 0,
  }),
  ofOne(
    'trial, converted within one second',
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
    'trial with a free first payment, extended, then converted',
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
      // The date of a retry isn't a paid day, so the grace period starts after the 12th.
      licence: seat(monicaMonthly, ['2026-02-12', '2026-02-19'], ['2026-02-20']),
      receipts: 1,
    },
  ),
  ofOne(
    'all retries fail: dunning cancels',
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
    'all retries fail: dunning pauses',
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
    'change from monthly to annual',
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
    'change from annual to monthly',
    (life) =>
      life
        .created()
        .paid()
        .at('2026-03-01 11:30:00')
        .updated({ plan: monicaMonthly, nextBillOn: day('2026-04-01') })
        .paid({ through: day('2026-04-01') }),
    {
      status: 'active',
      // The yearly payment remains valid for the days it covers, even after the change to monthly billing.
      licence: seat(monicaMonthly, ['2026-04-01', '2027-01-12'], ['2027-01-20']),
      receipts: 2,
    },
    { plan: monicaYearly },
  ),
  ofOne(
    'change to the other product',
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
    'more seats, billed at once, then fewer',
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
    'seats changed twice within one second',
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
    'pause scheduled, then in effect',
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
    'pause scheduled, withdrawn, renewed',
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
    'resume: two updates within one second, then the payment',
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
];
