/**
 * Histories about how long a licence works without another payment: after a postponed charge, before a scheduled pause,
 * and after a cancellation while money is owed.
 */
import { day, type startLife } from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import { bought, type History, ofOne, seat } from './history.ts';

const { monicaMonthly, monicaYearly } = plans;

type Life = ReturnType<typeof startLife>;

const active = (good: string[], ended: string[], more: { receipts?: number; flags?: string[] } = {}) => ({
  status: 'active' as const,
  licence: seat(monicaMonthly, good, ended),
  receipts: 1,
  ...more,
});

const moved = (life: Life, at: string, through: string) => life.at(at).updated({ nextBillOn: day(through) });

export const validityHistories: readonly History[] = [
  ofOne(
    'charge postponed by ten days',
    (life) => moved(bought(life), '2026-02-01 10:00:00', '2026-02-22'),
    active(['2026-02-13', '2026-02-22', '2026-03-01'], ['2026-03-02']),
  ),
  ofOne(
    'charge postponed twice, then paid on the day',
    (life) => {
      moved(bought(life), '2026-02-01 10:00:00', '2026-02-20');
      moved(life, '2026-02-02 10:00:00', '2026-02-24').at('2026-02-24 06:00:00').paid();
    },
    active(['2026-02-24', '2026-03-24', '2026-03-31'], ['2026-04-01'], { receipts: 2 }),
  ),
  ofOne(
    'charge postponed and moved back: the promised days remain',
    (life) => {
      moved(bought(life), '2026-02-01 10:00:00', '2026-02-24');
      moved(life, '2026-02-02 10:00:00', '2026-02-14');
    },
    active(['2026-02-24', '2026-03-03'], ['2026-03-04']),
  ),
  ofOne(
    'charge postponed by a whole period, never paid',
    (life) => moved(bought(life), '2026-02-01 10:00:00', '2026-03-12'),
    active(['2026-03-12', '2026-03-19'], ['2026-03-20'], { flags: ['charge_moved'] }),
  ),
  ofOne(
    'charge postponed by a whole period, paid within three days',
    (life) =>
      moved(bought(life), '2026-02-12 05:59:58', '2026-03-12')
        .at('2026-02-15 05:59:57')
        .paid({ through: day('2026-03-12') }),
    active(['2026-03-12', '2026-03-19'], ['2026-03-20'], { receipts: 2 }),
  ),
  ofOne(
    'charge postponed by a whole period, paid after more than three days',
    (life) =>
      moved(bought(life), '2026-02-12 05:59:58', '2026-03-12')
        .at('2026-02-15 06:00:00')
        .paid({ through: day('2026-03-12') }),
    active(['2026-03-12', '2026-03-19'], ['2026-03-20'], { receipts: 2, flags: ['charge_moved'] }),
  ),
  ofOne(
    'charge postponed, then the previous payment refunded',
    (life) =>
      moved(bought(life), '2026-01-20 10:00:00', '2026-03-01').at('2026-01-25 10:00:00').refunded(0, 'full'),
    active([], ['2026-01-26', '2026-02-12', '2026-03-01']),
  ),
  ofOne(
    'payment refunded, then the next charge postponed',
    (life) => {
      bought(life).at('2026-01-20 10:00:00').refunded(0, 'full');
      moved(life, '2026-01-25 10:00:00', '2026-03-01');
    },
    active(['2026-01-26', '2026-03-01', '2026-03-08'], ['2026-03-09']),
  ),
  ofOne(
    'renewal that moves the charge, then refunded',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .updated({ nextBillOn: day('2026-03-12') })
        .at('2026-02-12 06:00:02')
        .paid({ through: day('2026-03-12') })
        .at('2026-02-20 10:00:00')
        .refunded(1, 'full'),
    active(['2026-02-12'], ['2026-02-13', '2026-03-12'], { receipts: 2 }),
  ),
  ofOne(
    'charge postponed while a payment is overdue',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') }, { status: 'active' })
        .at('2026-02-13 06:00:00')
        .updated({ nextBillOn: day('2026-02-28') }),
    { ...active(['2026-02-19'], ['2026-02-20', '2026-02-28']), status: 'past_due' },
  ),
  ofOne(
    'change to a plan with a later charge, never paid',
    (life) =>
      bought(life)
        .at('2026-01-20 10:00:00')
        .updated({ plan: monicaYearly, nextBillOn: day('2027-01-20') }),
    {
      status: 'active',
      licence: seat(monicaYearly, ['2026-02-12', '2026-02-19'], ['2026-02-20', '2027-01-20']),
      receipts: 1,
    },
  ),
  ofOne(
    'pause scheduled, no further alerts',
    (life) =>
      bought(life)
        .at('2026-01-20 12:00:00')
        .updated({ pausedFrom: day('2026-02-12'), pausedReason: 'voluntary' }),
    active(['2026-02-12'], ['2026-02-13', '2026-02-19']),
  ),
  ofOne(
    'pause scheduled with a later charge',
    (life) =>
      bought(life)
        .at('2026-01-20 12:00:00')
        .updated({
          pausedFrom: day('2026-02-12'),
          pausedReason: 'voluntary',
          nextBillOn: day('2026-04-12'),
        }),
    active(['2026-02-12'], ['2026-02-13', '2026-04-12']),
  ),
  ofOne(
    'pause scheduled, withdrawal not reported, renewed',
    (life) => {
      bought(life)
        .at('2026-01-20 12:00:00')
        .updated({ pausedFrom: day('2026-02-12'), pausedReason: 'voluntary' });
      life.state.pausedFrom = null;
      life.at('2026-02-12 06:00:00').paid();
    },
    active(['2026-03-12', '2026-03-19'], ['2026-03-20'], { receipts: 2 }),
  ),
  ofOne(
    'paused, then cancelled',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .updated({ status: 'paused', pausedFrom: day('2026-02-12'), nextBillOn: day('2026-03-12') })
        .at('2026-02-20 06:00:00')
        .cancelled(day('2026-03-12')),
    { ...active(['2026-02-12'], ['2026-02-13', '2026-02-20', '2026-03-12']), status: 'deleted' },
  ),
  ofOne(
    'past due, then cancelled with a later effective date',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .failed({ attempt: 1, retryOn: day('2026-02-15') })
        .updated({ status: 'past_due', nextBillOn: day('2026-02-15') }, { status: 'active' })
        .at('2026-02-16 06:00:00')
        .cancelled(day('2026-03-12')),
    { ...active(['2026-02-16'], ['2026-02-17', '2026-03-12']), status: 'deleted' },
  ),
  ofOne(
    'resumed with a later charge, never paid',
    (life) =>
      bought(life)
        .at('2026-02-12 06:00:00')
        .updated({ status: 'paused', pausedFrom: day('2026-02-12'), nextBillOn: day('2026-03-12') })
        .at('2026-03-01 06:00:00')
        .updated({ status: 'active', nextBillOn: day('2026-04-01'), pausedFrom: null }),
    active(['2026-02-19'], ['2026-02-20', '2026-03-02', '2026-04-01'], { flags: ['resumed_unpaid'] }),
  ),
];
