/**
 * Defines the format of the prepared history: when each customer signed up, and what happened to the customer's
 * subscriptions. Days are relative to today.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Locale } from '#shared/accounts/accounts.ts';
import { CountryCode, Seats } from '#shared/catalogue/catalogue.ts';
import { EmailAddress } from '#shared/identity/email-address.ts';
import type { historyPlans } from './history-plans.ts';

/**
 * Number of days that the history goes back. It is a month more than a year, so that the oldest yearly plans have been
 * renewed.
 */
export const historyDays = 400;

/**
 * A day relative to today, and a minute of that day: `[-12, 545]` is 09:05 UTC twelve days ago. Today isn't allowed,
 * because the given minute might still be in the future.
 */
const Moment = z.tuple([
  z.int().min(-historyDays).max(-1),
  z
    .int()
    .min(0)
    .max(24 * 60 - 1),
]);
export type Moment = z.infer<typeof Moment>;

type PlanName = keyof typeof historyPlans;
const PlanName = z.enum([
  'monicaMonthly',
  'monicaYearly',
  'officeLifeMonthly',
  'officeLifeYearly',
  'officeLifeTrial',
] satisfies PlanName[]);

/** Something that the customer, Paddle or the operator does to a subscription. */
const Deed = z.discriminatedUnion('do', [
  z.strictObject({ at: Moment, do: z.literal('seats'), seats: Seats }),
  z.strictObject({ at: Moment, do: z.literal('plan'), plan: PlanName }),
  /**
   * Sets whether the customer's card works from now on. As soon as it works, Paddle charges it for outstanding
   * payments.
   */
  z.strictObject({ at: Moment, do: z.literal('card'), works: z.boolean() }),
  /** Makes the next `attempts` charges fail. After that, the card works again. */
  z.strictObject({ at: Moment, do: z.literal('failures'), attempts: z.int().min(1).max(4) }),
  z.strictObject({ at: Moment, do: z.literal('pause') }),
  z.strictObject({ at: Moment, do: z.literal('resume') }),
  z.strictObject({ at: Moment, do: z.literal('cancel') }),
  /** Refunds the last payment. `percent` is the share to refund if the refund is partial. */
  z.strictObject({
    at: Moment,
    do: z.literal('refund'),
    kind: z.enum(['full', 'partial', 'vat']),
    percent: z.int().min(1).max(99).optional(),
  }),
  z.strictObject({ at: Moment, do: z.literal('dispute') }),
  z.strictObject({ at: Moment, do: z.literal('dispute over') }),
  z.strictObject({ at: Moment, do: z.literal('suspicion'), verdict: z.enum(['accepted', 'rejected']) }),
  z.strictObject({ at: Moment, do: z.literal('new address'), email: EmailAddress }),
]);
export type Deed = z.infer<typeof Deed>;

const Life = z.strictObject({
  plan: PlanName,
  /** Number of seats. Defaults to 1. */
  seats: Seats.optional(),
  coupon: z.string().optional(),
  /** The last regular billing date. If `months` is absent, this is the date of the purchase. */
  billed: Moment,
  /**
   * Number of months between the purchase and `billed`. Since it is given in months, both dates fall on the same day of
   * the month, whatever today's date is.
   */
  months: z.int().min(0).max(12).optional(),
  /**
   * True if the purchase was made through a link that doesn't identify the customer. Only the e-mail address then shows
   * whose purchase it is.
   */
  byAddress: z.literal(true).optional(),
  deeds: z.array(Deed).optional(),
});
export type Life = z.infer<typeof Life>;

/** The kinds of accounts that visitors of the demo can sign in to. */
export const logIns = ['new', 'active', 'past_due', 'cancelled'] as const;
export type LogIn = (typeof logIns)[number];

const Person = z.strictObject({
  name: z.string(),
  email: EmailAddress,
  locale: Locale,
  country: CountryCode.nullable(),
  company: z.string().optional(),
  employees: z.int().positive().optional(),
  /** The first address line, the city, the postcode and the state. The state is null where addresses have none. */
  address: z.tuple([z.string(), z.string(), z.string(), z.string().nullable()]).optional(),
  registered: Moment,
  logIn: z.enum(logIns).optional(),
  lives: z.array(Life),
});
export type Person = z.infer<typeof Person>;

export const historyFile = fileURLToPath(new URL('people.jsonl', import.meta.url));

/** Reads the prepared history, which `npm run demo:history` generates. */
export function readHistory(): Person[] {
  const lines = readFileSync(historyFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Person.parse(JSON.parse(line)));
}

/** Formats the history as JSON Lines, one person per line. */
export const historyText = (people: readonly Person[]): string =>
  people.map((person) => `${JSON.stringify(Person.parse(person))}\n`).join('');
