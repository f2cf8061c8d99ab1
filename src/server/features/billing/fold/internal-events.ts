/**
 * Defines the portal's own events, which record people's decisions and reconciliation's findings. They are validated as
 * strictly as alerts.
 */
import { z } from 'zod';
import { classicRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';
import { licenceImported, orderImported, subscriptionImported } from './imported-events.ts';

/**
 * An account ID, or the name of the part of the portal that acted. It is never a person's name, which would be personal
 * data in the log.
 */
const Actor = z.union([z.int().positive(), z.enum(['command line', 'system', 'reconciliation'])]);
const reason = z.string().max(1_000);
const status = z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']);
const pageUrl = z.url().max(2_048).nullable();

const decided = { by: Actor, reason };

/** A subscription at Paddle. */
export const SubscriptionRef: z.ZodType<PaddleRef> = z.object({
  paddleProduct: z.enum(['classic', 'billing']),
  kind: z.literal('subscription'),
  id: z.string().regex(/^[\x21-\x7e]{1,48}$/),
});

/** Why a licence didn't move to the subscription that was bought to continue it. */
export const KeepRefusal = z.enum([
  'unknown_intent',
  'intent_used',
  'intent_closed',
  'link_expired',
  'other_owner',
  'other_plan',
  'other_quantity',
  'subscription_changed',
  'not_ended',
  'licence_revoked',
  'dispute_open',
  'has_licence',
  'unexpected_status',
  'too_many_days',
]);
export type KeepRefusal = z.infer<typeof KeepRefusal>;

export const InternalEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('licence_granted'),
    ...decided,
    userId: z.int().positive(),
    /** Paddle's ID of the plan, not the portal's. */
    planId: z.int().positive(),
    until: CalendarDate,
    quantity: z.int().positive(),
  }),
  /** The licence works at least through `until`, whatever was paid. */
  z.object({ type: z.literal('licence_extended'), ...decided, until: CalendarDate }),
  z.object({ type: z.literal('licence_revoked'), ...decided }),
  z.object({ type: z.literal('licence_reinstated'), ...decided }),
  /** The licence's key was replaced. Old keys work until `oldKeyUntil`. */
  z.object({ type: z.literal('licence_reissued'), ...decided, oldKeyUntil: z.iso.datetime() }),
  /** The licence got a key with its present data. The old keys keep working. */
  z.object({ type: z.literal('licence_key_updated'), by: Actor }),
  /** The purchase was assigned to an owner, by an administrator's decision or a verified address. */
  z.object({
    type: z.literal('licence_claimed'),
    by: Actor,
    userId: z.int().positive(),
    /** `paddle_user` occurs only in events from earlier releases and no longer counts. */
    how: z.enum(['administrator', 'paddle_user', 'verified_email']),
  }),
  /** The purchase's passthrough names an account that was deleted here or never existed. The licence isn't affected. */
  z.object({
    type: z.literal('account_missing'),
    by: Actor,
    account: z.int().positive(),
    isErased: z.boolean(),
  }),
  z.object({ type: z.literal('flag_resolved'), ...decided, flag: z.string().max(128) }),
  /** The customer also pays for the same product through the subscription whose stream is `other`. */
  z.object({ type: z.literal('second_licence_found'), by: Actor, other: z.string().max(64) }),
  /**
   * The flag was a mistake, or it names a subscription that is no longer the previous one. `other` is the stream that
   * it names.
   */
  z.object({ type: z.literal('second_licence_withdrawn'), by: Actor, other: z.string().max(64) }),
  /** The customer wants this licence besides the one whose stream is `other`. */
  z.object({ type: z.literal('second_licence_wanted'), by: Actor, other: z.string().max(64) }),
  /** Paddle's view of the subscription. It is logged because it differs from what the alerts reported. */
  z.object({
    type: z.literal('subscription_found'),
    by: Actor,
    ref: SubscriptionRef,
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
  /** A payment that no alert reported. Paddle's list of payments contains neither its order ID nor its tax. */
  z.object({
    type: z.literal('payment_found'),
    by: Actor,
    ref: SubscriptionRef,
    paymentId: z.int().positive(),
    planId: z.int().positive(),
    amount: Money,
    paidOn: CalendarDate,
    /**
     * The day through which the payment counts: the date of the next charge, as reported by Paddle or calculated from
     * the plan's period.
     */
    paidThrough: CalendarDate,
    quantity: z.int().positive(),
    receiptUrl: pageUrl,
  }),
  /**
   * What Paddle will charge next, as its answer to a change in the portal or reconciliation reported it. Alerts report
   * it only with a payment.
   */
  z.object({
    type: z.literal('next_charge_found'),
    by: Actor,
    ref: SubscriptionRef,
    planId: z.int().positive(),
    quantity: z.int().positive(),
    amount: Money,
    on: CalendarDate,
    /** The price of a period with this plan and these seats once no credit is left; null if it is unknown. */
    price: Money.nullable(),
    /** The first charge above 0, if a credit covers the next one and its amount is known; otherwise null. */
    firstCharge: z.object({ amount: Money, on: CalendarDate }).nullable(),
  }),
  /** Paddle doesn't know the subscription, so an operator must look into it. The licence isn't affected. */
  z.object({ type: z.literal('subscription_missing'), by: Actor, ref: SubscriptionRef }),
  /**
   * Another Paddle subscription now pays for the same licence and key and becomes the stream's current reference. From
   * then on, only payments and refunds of the previous subscription count.
   */
  z.object({
    type: z.literal('subscription_linked'),
    by: Actor,
    ref: SubscriptionRef,
    /**
     * Last day paid for under the previous reference. If the new subscription starts with a trial up to that day, the
     * trial adds nothing: its days belong to the earlier payment and are lost if that payment is refunded. Null if the
     * new subscription starts with a charge or with a real trial.
     */
    paidThrough: CalendarDate.nullable(),
  }),
  /**
   * The subscription was bought with a pay link that continues an ended subscription, but the licence didn't move to
   * it. It is an ordinary purchase, whose free days don't count.
   */
  z.object({
    type: z.literal('keep_refused'),
    by: Actor,
    ref: SubscriptionRef,
    intent: RandomId,
    why: KeepRefusal,
  }),
  subscriptionImported(SubscriptionRef),
  orderImported,
  licenceImported,
]);
export type InternalEvent = z.infer<typeof InternalEvent>;

export type FoundSubscription = Extract<InternalEvent, { type: 'subscription_found' }>;
export type ImportedSubscription = Extract<InternalEvent, { type: 'subscription_imported' }>;
export type FoundPayment = Extract<InternalEvent, { type: 'payment_found' }>;
export type FoundCharge = Extract<InternalEvent, { type: 'next_charge_found' }>;
export type LinkedSubscription = Extract<InternalEvent, { type: 'subscription_linked' }>;

type Payload = Readonly<Record<string, unknown>>;

const withEntry = (payload: Payload, from: string, to: (value: unknown) => [string, unknown]): Payload =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => (name === from ? to(value) : [name, value])),
  );

const isNumber = (id: unknown): id is number => typeof id === 'number' && Number.isSafeInteger(id) && id > 0;

/** Types of events whose stored payload identifies a subscription of Paddle Classic only by its number. */
const numbered: ReadonlySet<string> = new Set([
  'subscription_found',
  'payment_found',
  'subscription_missing',
]);

/** Returns the payload that the log stores for an event. */
export function toPayload({ type, ...payload }: InternalEvent): Payload {
  if (!numbered.has(type)) return payload;
  return withEntry(payload, 'ref', (ref) => {
    const { paddleProduct, id } = SubscriptionRef.parse(ref);
    return paddleProduct === 'classic' ? ['subscriptionId', Number(id)] : ['ref', ref];
  });
}

/** Parses a logged event, as strictly as alerts are parsed. */
export const readInternalEvent = (type: string, payload: Payload): z.ZodSafeParseResult<InternalEvent> =>
  InternalEvent.safeParse({
    ...withEntry(payload, numbered.has(type) ? 'subscriptionId' : '', (id) =>
      isNumber(id) ? ['ref', classicRef('subscription', id)] : ['subscriptionId', id],
    ),
    type,
  });

const ownTypes: ReadonlySet<string> = new Set(InternalEvent.options.map((option) => option.shape.type.value));

/** Returns whether the type is one of the portal's own events rather than a Paddle alert. */
export const isInternalType = (type: string): boolean => ownTypes.has(type);
