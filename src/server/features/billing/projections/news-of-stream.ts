/** Decides which e-mails the newly applied events of a stream cause. Pure: reads neither the database nor the clock. */
import type { Owner } from '#server/features/billing/event-log/stream.repository.ts';
import type { BillingEvent, Projection } from '#server/features/billing/fold/projection.ts';
import { isKind } from '#server/features/billing/streams/stream-names.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Licence, LicenceState } from '#server/features/licences/licence.repository.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { PaymentSucceeded } from '#server/platform/paddle/facts.ts';
import { isSameRef } from '#server/platform/paddle/reference.ts';
import { dayOf } from '#shared/dates.ts';
import { dayMs, hourMs, secondMs } from '#shared/durations.ts';

/**
 * Events older than this, in milliseconds, cause no e-mail, because they come from imports, replays, reconciliation or
 * late alerts.
 */
export const newsForMs = 3 * dayMs;

/** A fact with its event in the log. */
export interface LoggedFact {
  eventId: number;
  occurredAt: Date;
  fact: BillingEvent;
}

/** A stream before and after its new events were applied. */
export interface StreamChange {
  stream: string;
  owner: Owner;
  /** Whether the buyer was erased, so that no e-mail may be sent. */
  isErased: boolean;
  projection: Projection;
  /** All facts of the stream, oldest event first. */
  facts: readonly LoggedFact[];
  /** Those facts that are newly applied and not older than `newsForMs`. */
  news: readonly LoggedFact[];
  licenceBefore: Licence | null;
  /** The state just written; null if the stream has no licence or its licence hasn't changed. */
  licenceAfter: LicenceState | null;
  subscriptionBefore: Subscription | null;
}

type News = Omit<NewOutboxMail, 'at'> & {
  /** The e-mail isn't sent before this time, so that an alert that belongs to it can arrive; absent if none does. */
  notBefore?: Date;
};
type Running = 'trialing' | 'active' | 'past_due';

const isRunning = (status: string): status is Running =>
  status === 'trialing' || status === 'active' || status === 'past_due';

/** Returns the newest of the facts with one of these types. */
const newest = <T extends BillingEvent['type']>(facts: readonly LoggedFact[], ...types: readonly T[]) =>
  facts.findLast((one): one is LoggedFact & { fact: Extract<BillingEvent, { type: T }> } =>
    (types as readonly string[]).includes(one.fact.type),
  );

/**
 * Returns the e-mail with the time of the event. When the e-mail is composed, this time is checked again, because the
 * e-mail may have waited for the mail server.
 */
const mail = (
  template: string,
  key: string,
  at: Date,
  ids: Readonly<Record<string, string | number>>,
): News => ({
  idempotencyKey: key,
  template,
  ids: { ...ids, happenedAt: at.toISOString() },
});

/** A licence was issued for a purchase. Without an owner, the buyer is told how to claim the purchase. */
function bought({ stream, owner, isErased, licenceBefore, licenceAfter, news }: StreamChange): News[] {
  const purchase = newest(
    news,
    'subscription_created',
    'subscription_payment_succeeded',
    'payment_succeeded',
  );
  const isPaid = isKind(stream, 'subscription') || isKind(stream, 'order');
  if (!purchase || licenceBefore || !licenceAfter || !isPaid || isErased) return [];
  const { occurredAt } = purchase;
  if (owner.userId !== null)
    return [mail('licence-bought', `licence_bought:${stream}`, occurredAt, { stream })];
  if (owner.buyerEmail === null) return [];
  return [mail('claim-waiting', `claim_waiting:${stream}`, occurredAt, { stream })];
}

/** An administrator granted a complimentary licence. */
function granted({ stream, owner, isErased, licenceBefore, licenceAfter, news }: StreamChange): News[] {
  const grant = newest(news, 'licence_granted');
  if (!grant || licenceBefore || !licenceAfter || isErased || owner.userId === null) return [];
  return [mail('licence-granted', `licence_granted:${stream}`, grant.occurredAt, { stream })];
}

/** Milliseconds between a change of seats or plan and its payment, which Paddle reports in two alerts. */
export const changeAndPaymentMs = hourMs;

const isPaymentOfChange = ({ facts }: StreamChange, { occurredAt }: LoggedFact): boolean =>
  facts.some(
    ({ fact, occurredAt: at }) =>
      fact.type === 'subscription_updated' &&
      fact.oldPlanId !== null &&
      fact.oldPlanId !== fact.planId &&
      Math.abs(at.getTime() - occurredAt.getTime()) <= changeAndPaymentMs,
  );

/** A payment extended the licence. An update alone, without a payment, is no renewal. */
function renewed(change: StreamChange): News[] {
  const { stream, licenceBefore, licenceAfter, news, projection } = change;
  const current = projection.subscription;
  const payment = news.findLast(
    (one): one is LoggedFact & { fact: PaymentSucceeded } =>
      one.fact.type === 'subscription_payment_succeeded' &&
      current !== null &&
      isSameRef(one.fact.ref, current.ref),
  );
  if (!payment || !licenceBefore || !licenceAfter || !isRunning(licenceAfter.status)) return [];
  const isLonger = licenceAfter.validUntil > licenceBefore.validUntil;
  // A payment for another plan is reported as a change, unless it continues a licence that had ended.
  const isOfChange =
    isRunning(licenceBefore.status) &&
    (licenceAfter.planId !== licenceBefore.plan.id || isPaymentOfChange(change, payment));
  if (!isLonger || isOfChange) return [];
  const key = `renewed:${payment.fact.ref.id}:${payment.fact.nextBillOn}`;
  return [mail('licence-renewed', key, payment.occurredAt, { stream, event: payment.eventId })];
}

/** Milliseconds within which Paddle usually reports the payment for a change, so that the e-mail can name it. */
const paymentArrivesMs = 30 * secondMs;

/** Seats or plan of a running licence changed, as Paddle reports. */
function changed({ stream, licenceBefore, licenceAfter, news }: StreamChange): News[] {
  const cause = newest(news, 'subscription_updated', 'subscription_payment_succeeded');
  if (!cause || !licenceBefore || !licenceAfter) return [];
  if (!isRunning(licenceBefore.status) || !isRunning(licenceAfter.status)) return [];
  const [plan, oldPlan] = [licenceAfter.planId, licenceBefore.plan.id];
  const [quantity, oldQuantity] = [licenceAfter.quantity, licenceBefore.quantity];
  if (plan === oldPlan && quantity === oldQuantity) return [];
  const ids = { stream, plan, oldPlan, quantity, oldQuantity };
  const { eventId, occurredAt } = cause;
  const changedMail = mail('subscription-changed', `subscription_changed:${eventId}`, occurredAt, ids);
  return [{ ...changedMail, notBefore: new Date(occurredAt.getTime() + paymentArrivesMs) }];
}

/** The current subscription was cancelled, by the customer, by the operator, or by Paddle after failed payments. */
function cancelled({ stream, subscriptionBefore, projection: { subscription }, news }: StreamChange): News[] {
  if (subscription?.status !== 'deleted' || subscriptionBefore?.status === 'deleted') return [];
  const cause = newest(news, 'subscription_cancelled', 'subscription_updated');
  if (!cause) return [];
  return [mail('subscription-cancelled', `cancelled:${subscription.ref.id}`, cause.occurredAt, { stream })];
}

/**
 * The licence has moved to another subscription, whose first payment follows once the paid days are over. Where the
 * subscription begins with a payment, that is reported as a renewal.
 */
function continued({ stream, projection: { subscription }, news }: StreamChange): News[] {
  const cause = newest(news, 'subscription_linked');
  if (!cause || cause.fact.paidThrough === null || !subscription) return [];
  const { ref } = cause.fact;
  if (!isSameRef(ref, subscription.ref) || subscription.status !== 'trialing') return [];
  const ids = { stream, subscription: ref.id };
  return [mail('licence-continues', `continues:${ref.id}`, cause.occurredAt, ids)];
}

/** Paddle refunded a payment, or part of one. Paddle may report a refund twice, with slightly different alerts. */
function refunded({ stream, news }: StreamChange): News[] {
  return news.flatMap(({ eventId, occurredAt, fact }) => {
    if (fact.type !== 'subscription_payment_refunded' && fact.type !== 'payment_refunded') return [];
    const orderId = fact.type === 'payment_refunded' ? fact.ref.id : fact.orderId;
    const key = `refunded:${orderId}:${fact.kind}:${fact.amount.minor}:${dayOf(occurredAt)}`;
    return [mail('payment-refunded', key, occurredAt, { stream, event: eventId })];
  });
}

function reissued({ stream, news }: StreamChange): News[] {
  const decision = newest(news, 'licence_reissued');
  if (!decision) return [];
  const { eventId, occurredAt } = decision;
  return [mail('key-reissued', `key_reissued:${eventId}`, occurredAt, { stream, event: eventId })];
}

/**
 * A payment failed, and nothing has superseded the attempt yet: neither a payment nor another attempt. The key includes
 * the day, because the operator can reset Paddle's attempt counter.
 */
function failed({ stream, projection: { subscription }, facts, news }: StreamChange): News[] {
  const latest = newest(facts, 'subscription_payment_failed');
  if (!latest || !news.includes(latest) || !subscription || subscription.status === 'deleted') return [];
  const { eventId, occurredAt, fact } = latest;
  const { attempt, nextRetryOn } = fact;
  if (subscription.failedAttempts !== attempt || subscription.nextRetryOn !== nextRetryOn) return [];
  const key = `payment_failed:${fact.ref.id}:${attempt}:${dayOf(occurredAt)}`;
  const template = nextRetryOn === null ? 'payment-failed-last' : 'payment-failed';
  return [mail(template, key, occurredAt, { stream, event: eventId })];
}

const kinds = [bought, granted, renewed, changed, cancelled, continued, refunded, reissued, failed] as const;

/** Returns the e-mails to send. */
export const newsOf = (change: StreamChange): News[] =>
  change.news.length === 0 ? [] : kinds.flatMap((kind) => kind(change));
