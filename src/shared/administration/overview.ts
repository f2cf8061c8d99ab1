/** Schemas of the overview of administration. docs/operations.md, "Figures", defines every figure. */
import { z } from 'zod';
import { Frequency, PlanNames, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import { Money } from '#shared/money.ts';

/** Number of months in the overview, the current one included. */
export const overviewMonths = 13;
/** Number of days for which pings and alerts are shown, today included. */
export const overviewDays = 30;
/** Number of days for which renewals are shown, today included. */
export const renewalDays = 30;
/** Counts of what waits end here; the page shows “1,000 or more”. */
export const maxCounted = 1_000;

/** The processing states of alerts. */
export const AlertState = z.enum(['pending', 'applied', 'waiting', 'failed', 'ignored', 'stored']);
export type AlertState = z.infer<typeof AlertState>;

const count = z.int().nonnegative();

/** Revenue in one currency, by the rates that the operator has set. */
const Converted = z.object({
  amount: Money,
  /** The day of the rates. */
  on: CalendarDate,
  /** Currencies without a rate, whose revenue is left out. */
  without: z.array(z.string()),
});

const MonthOfRevenue = z.object({
  /** First day of the month. */
  month: CalendarDate,
  /** At the end of the month, or today. */
  amounts: z.array(z.object({ product: Product, amount: Money })),
  /** Converted, by product; null without rates. */
  converted: z.array(z.object({ product: Product, amount: Money })).nullable(),
});

const MonthOfLicences = z.object({
  month: CalendarDate,
  new: count,
  returned: count,
  renewed: count,
  churned: count,
  /** Licences that stopped working, by reason. */
  ended: z.object({
    expired: count,
    cancelled: count,
    paused: count,
    refunded: count,
    revoked: count,
  }),
});
export type MonthOfLicences = z.infer<typeof MonthOfLicences>;

/** How many of the licences that paid have stopped. */
const Churn = z.object({ churned: count, of: count });

/** How a job is doing that regularly asks Paddle. */
export const JobState = z.object({
  /** When the last successful run ended; null if none ever did. */
  endedAt: z.date().nullable(),
  /** When it runs again; null if it has never run. */
  dueAt: z.date().nullable(),
  /** Runs that failed since the last successful one. */
  failures: count,
  /** Whether it should have run by now. */
  isOverdue: z.boolean(),
});
export type JobState = z.infer<typeof JobState>;

/** Returns whether a job is in order. */
export const isJobFine = ({ failures, isOverdue }: Pick<JobState, 'failures' | 'isOverdue'>): boolean =>
  failures === 0 && !isOverdue;

/**
 * Returns whether the alerts are in order. One that waits for another is: the portal asks Paddle about the other one
 * within minutes, and if it can't, that is what is not in order.
 */
export const areAlertsFine = ({ failed, late }: { failed: number; late: number }): boolean =>
  failed === 0 && late === 0;

const PaddleCheck = JobState.omit({ dueAt: true });

const Waiting = z.object({ waiting: count, failed: count, late: count });

export const Overview = z.object({
  /** When the figures were read. */
  at: z.date(),
  today: CalendarDate,
  /** Purchases whose changes aren't in the figures yet; `maxCounted` at most. */
  uncounted: count,
  revenue: z.object({
    /** By currency, the largest first. */
    now: z.array(Money),
    converted: Converted.nullable(),
    months: z.array(MonthOfRevenue),
  }),
  licences: z.array(
    z.object({
      planId: z.int(),
      product: Product,
      planName: z.string(),
      planNames: PlanNames,
      frequency: Frequency,
      licences: z.int(),
      seats: z.int(),
      /** Those that pay. */
      paying: z.int(),
    }),
  ),
  months: z.array(MonthOfLicences),
  churn: z.object({ last30Days: Churn, before: Churn }),
  /** Licences that work and whose last charge failed. */
  failing: z.int(),
  refunds: z.array(z.object({ month: CalendarDate, amount: Money, count })),
  signUps: z.object({ week: count, month: count }),
  pings: z.array(z.object({ day: CalendarDate, outcome: PingOutcome, count })),
  alerts: z.array(z.object({ day: CalendarDate, state: AlertState, count })),
  renewals: z.array(
    z.object({
      day: CalendarDate,
      count,
      /** What is known to be charged, by currency. */
      amounts: z.array(Money),
    }),
  ),
  /**
   * Alerts. `waiting`: not applied yet, or waiting for another one. `late`: due for more than five minutes. `flags`:
   * what needs a person.
   */
  inbox: Waiting.extend({ flags: count }),
  outbox: Waiting,
  paddle: z.object({
    /** When the latest alert of the days shown arrived. */
    lastAlertAt: z.date().nullable(),
    /** The frequent search of Paddle's history for alerts that did not arrive. */
    search: PaddleCheck,
    /** The nightly comparison of all subscriptions with Paddle. */
    comparison: PaddleCheck,
  }),
});
export type Overview = z.infer<typeof Overview>;

/** The figures that can be downloaded as a table. */
export const OverviewFile = z.enum([
  'revenue',
  'licences',
  'movements',
  'refunds',
  'pings',
  'alerts',
  'renewals',
]);
export type OverviewFile = z.infer<typeof OverviewFile>;
