/** Events that are ours, not Paddle's: what people decided, and what reconciliation found. Parsed as strictly as alerts. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

/** Who did it: a customer's number, or the part of the portal that acted. Never a name: names can be erased. */
const Actor = z.union([z.int().positive(), z.enum(['command line', 'system', 'reconciliation'])]);
const reason = z.string().max(1_000);
const status = z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']);
const pageUrl = z.url().max(2_048).nullable();

const decided = { by: Actor, reason };

export const InternalEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('licence_granted'),
    ...decided,
    userId: z.int().positive(),
    /** Paddle's id of the plan. */
    planId: z.int().positive(),
    until: CalendarDate,
    quantity: z.int().positive(),
  }),
  /** Works through `until` at least, whatever was paid. */
  z.object({ type: z.literal('licence_extended'), ...decided, until: CalendarDate }),
  z.object({ type: z.literal('licence_revoked'), ...decided }),
  z.object({ type: z.literal('licence_reinstated'), ...decided }),
  /** A new key; the old one works until `oldKeyUntil`. */
  z.object({ type: z.literal('licence_reissued'), ...decided, oldKeyUntil: z.iso.datetime() }),
  /** Whose it is, where no passthrough says so. */
  z.object({
    type: z.literal('licence_claimed'),
    by: Actor,
    userId: z.int().positive(),
    /** `paddle_user` is only read: it counts no more. */
    how: z.enum(['administrator', 'paddle_user', 'verified_email']),
  }),
  /** Its passthrough names an account that is not here: it was deleted here, or is not known. Ends nothing by itself. */
  z.object({
    type: z.literal('account_missing'),
    by: Actor,
    account: z.int().positive(),
    isErased: z.boolean(),
  }),
  z.object({ type: z.literal('flag_resolved'), ...decided, flag: z.string().max(128) }),
  /** The same customer pays for the same product twice. */
  z.object({ type: z.literal('second_licence_found'), by: Actor, other: z.string().max(64) }),
  /** It was a mistake: the other one had been cancelled before, and nobody knew yet. */
  z.object({ type: z.literal('second_licence_withdrawn'), by: Actor, other: z.string().max(64) }),
  /** Paddle's own view of the subscription differs from what its alerts told. */
  z.object({
    type: z.literal('subscription_found'),
    by: Actor,
    subscriptionId: z.int().positive(),
    planId: z.int().positive(),
    paddleUserId: z.int().positive(),
    email: z.string().nullable(),
    status,
    quantity: z.int().positive(),
    signedUpOn: CalendarDate,
    nextBillOn: CalendarDate.nullable(),
    pausedFrom: CalendarDate.nullable(),
    pausedReason: z.enum(['delinquent', 'voluntary']).nullable(),
    updateUrl: pageUrl,
    cancelUrl: pageUrl,
  }),
  /** A payment no alert told of: without order id and tax. */
  z.object({
    type: z.literal('payment_found'),
    by: Actor,
    subscriptionId: z.int().positive(),
    paymentId: z.int().positive(),
    planId: z.int().positive(),
    amount: Money,
    paidOn: CalendarDate,
    /** The day Paddle charges next, by its own word or by the plan's period. */
    paidThrough: CalendarDate,
    quantity: z.int().positive(),
    receiptUrl: pageUrl,
  }),
  /** Paddle does not know the subscription: a person has to look. Ends nothing. */
  z.object({ type: z.literal('subscription_missing'), by: Actor, subscriptionId: z.int().positive() }),
]);
export type InternalEvent = z.infer<typeof InternalEvent>;

const ownTypes: ReadonlySet<string> = new Set(InternalEvent.options.map((option) => option.shape.type.value));

/** Whether an event of that type is ours; any other is an alert of Paddle. */
export const isInternalType = (type: string): boolean => ownTypes.has(type);
