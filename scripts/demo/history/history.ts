/** The prepared history: who became a customer when, and what happened to them. Days are counted from today. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Locale } from '#shared/accounts/accounts.ts';
import { CountryCode, Seats } from '#shared/catalogue/catalogue.ts';
import { EmailAddress } from '#shared/identity/email-address.ts';
import type { historyPlans } from './history-plans.ts';

/** How far back the history reaches. A month more than a year: the oldest yearly plans have been renewed. */
export const historyDays = 400;

/** `[-12, 545]`: twelve days ago at 09:05 UTC. What is to happen today may not have happened yet, so nothing is. */
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

/** What is done to a subscription, by its customer, by Paddle or by the seller. */
const Deed = z.discriminatedUnion('do', [
  z.strictObject({ at: Moment, do: z.literal('seats'), seats: Seats }),
  z.strictObject({ at: Moment, do: z.literal('plan'), plan: PlanName }),
  /** From now on the card pays or does not; a new card is asked for outstanding money at once. */
  z.strictObject({ at: Moment, do: z.literal('card'), works: z.boolean() }),
  /** So many charges fail, then the card pays again. */
  z.strictObject({ at: Moment, do: z.literal('failures'), attempts: z.int().min(1).max(4) }),
  z.strictObject({ at: Moment, do: z.literal('pause') }),
  z.strictObject({ at: Moment, do: z.literal('resume') }),
  z.strictObject({ at: Moment, do: z.literal('cancel') }),
  /** Of the last payment. `percent` is what a partial one gives back. */
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
  /** Left out: one. */
  seats: Seats.optional(),
  coupon: z.string().optional(),
  /** The day it was billed last as planned, or begun when that is the first. */
  billed: Moment,
  /** So many months before that it began: bill dates fall on a day of the month, wherever today is in it. */
  months: z.int().min(0).max(12).optional(),
  /** Bought by a link that does not name the customer: known by the address alone. */
  byAddress: z.literal(true).optional(),
  deeds: z.array(Deed).optional(),
});
export type Life = z.infer<typeof Life>;

/** Whom the demo lets visitors be. */
export const logIns = ['new', 'active', 'past_due', 'cancelled'] as const;
export type LogIn = (typeof logIns)[number];

const Person = z.strictObject({
  name: z.string(),
  email: EmailAddress,
  locale: Locale,
  country: CountryCode.nullable(),
  company: z.string().optional(),
  employees: z.int().positive().optional(),
  /** Line 1, city, postal code, and the state where addresses have one. */
  address: z.tuple([z.string(), z.string(), z.string(), z.string().nullable()]).optional(),
  registered: Moment,
  logIn: z.enum(logIns).optional(),
  lives: z.array(Life),
});
export type Person = z.infer<typeof Person>;

export const historyFile = fileURLToPath(new URL('people.jsonl', import.meta.url));

/** The prepared history: `npm run demo:history` writes it. */
export function readHistory(): Person[] {
  const lines = readFileSync(historyFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => Person.parse(JSON.parse(line)));
}

/** One person a line. */
export const historyText = (people: readonly Person[]): string =>
  people.map((person) => `${JSON.stringify(Person.parse(person))}\n`).join('');
