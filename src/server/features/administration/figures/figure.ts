/** Defines figures: what a purchase adds to the overview of administration, by day. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/licences/licences.ts';

/**
 * Levels (`mrr`, `licences`, `failing`) are stored as changes: a day's level is the sum of all changes up to it. All
 * other kinds count what happened, or will happen, on the day.
 */
export const FigureKind = z.enum([
  /** Paying licences. The amount is what they pay in a year. */
  'mrr',
  /** Licences that work. The amount is the number of their seats. */
  'licences',
  /** Licences that work and whose last charge failed. */
  'failing',
  /** The first payment of a licence. */
  'new',
  /** The first payment after the licence had stopped paying. */
  'returned',
  /** A payment for a further period. */
  'renewed',
  /** A paying licence stopped paying. */
  'churned',
  /** A licence stopped working, by reason. */
  'ended_expired',
  'ended_paused',
  'ended_cancelled',
  'ended_refunded',
  'ended_revoked',
  /** Refunds, with their amount. */
  'refunds',
  /** The next charge of a subscription, on the day on which it is due. */
  'due',
]);
export type FigureKind = z.infer<typeof FigureKind>;

/** Returns the kind that counts licences that ended for this reason. */
export const endedBy = (reason: LicenceEnd): FigureKind => `ended_${reason}`;

export const Figure = z.object({
  kind: FigureKind,
  day: CalendarDate,
  /** ID of the plan. */
  planId: z.int(),
  /** Currency of the amount; empty if the amount isn't money. */
  currency: z.string(),
  total: z.int(),
  /** In minor units if it is money. */
  amount: z.int(),
});
export type Figure = z.infer<typeof Figure>;

/** What distinguishes a figure from all others. */
const figureKey = ({
  kind,
  day,
  planId,
  currency,
}: Pick<Figure, 'kind' | 'day' | 'planId' | 'currency'>): string => `${kind} ${day} ${planId} ${currency}`;

const byKey = (one: Figure, other: Figure): number => (figureKey(one) < figureKey(other) ? -1 : 1);

/** Adds figures up. */
export interface FigureSum {
  add: (figure: Figure) => void;
  /** Returns the sums in the order of their keys, without those that are 0. */
  list: () => Figure[];
}

export function startSum(): FigureSum {
  const sums = new Map<string, Figure>();
  return {
    add(figure) {
      const key = figureKey(figure);
      const known = sums.get(key);
      sums.set(
        key,
        known
          ? { ...known, total: known.total + figure.total, amount: known.amount + figure.amount }
          : figure,
      );
    },
    list: () => [...sums.values()].filter(({ total, amount }) => total !== 0 || amount !== 0).sort(byKey),
  };
}

/** Returns what has to be added to the sum of all purchases if one of them changes. */
export function differenceOf(before: readonly Figure[], after: readonly Figure[]): Figure[] {
  const sum = startSum();
  for (const figure of after) sum.add(figure);
  for (const figure of before) sum.add({ ...figure, total: 0 - figure.total, amount: 0 - figure.amount });
  return sum.list();
}
