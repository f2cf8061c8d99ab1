/**
 * Promises that must hold for any set of events of a subscription or an order. They are derived only from
 * docs/contract.md ("When a licence is good") and docs/paddle-classic.md ("Alerts"), not from the code of the fold.
 */

import { firstDifference } from '#proofs/difference.ts';
import type {
  EntitlementProjection,
  Projection,
  TimedEvent,
} from '#server/features/billing/fold/projection.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { isPaidBefore, paidBefore } from './kept-days.ts';
import { lastWordOf } from './last-word.ts';

const rules = { graceDays: 7, nextCheckAfterDays: 1 };

export interface Case {
  /** The events of one stream received so far. */
  facts: readonly TimedEvent[];
  /** All events of the stream, including those that haven't been received yet. */
  all: readonly TimedEvent[];
  projection: Projection;
  /** Folds other events of the same stream, for comparison. */
  fold: (facts: readonly TimedEvent[]) => Projection;
}

type Dated<T extends PaddleFact['type']> = { occurredAt: Date; fact: Extract<PaddleFact, { type: T }> };

const only = <T extends PaddleFact['type']>(facts: readonly TimedEvent[], type: T): Dated<T>[] =>
  facts.filter((dated): dated is Dated<T> => dated.fact.type === type);

const isGood = (licence: EntitlementProjection, on: CalendarDate): boolean =>
  checkLicence(licence, on, rules).status === 'good';

const isRevoked = (facts: readonly TimedEvent[]): boolean =>
  facts.some(({ fact }) => fact.type === 'licence_revoked');

/** Returns the order id of a payment or refund. For a one-off payment, the reference contains it. */
const orderIdOf = (fact: { ref: PaddleRef } | { ref: PaddleRef; orderId: string }): string =>
  'orderId' in fact ? fact.orderId : fact.ref.id;

/** Groups the payments and refunds by order. A payment that is reported under two alert ids counts as one payment. */
function paymentsOf(facts: readonly TimedEvent[]) {
  const orders = new Map(
    only(facts, 'subscription_payment_succeeded').map((dated) => [dated.fact.orderId, dated]),
  );
  const once = only(facts, 'payment_succeeded');
  const refunds = [...only(facts, 'subscription_payment_refunded'), ...only(facts, 'payment_refunded')];
  const isRefunded = (orderId: string): boolean => {
    const paid = orders.get(orderId) ?? once.find(({ fact }) => fact.ref.id === orderId);
    const gross = paid?.fact.amount.minor ?? Number.POSITIVE_INFINITY;
    const back = refunds.filter(({ fact }) => orderIdOf(fact) === orderId && fact.kind !== 'vat');
    const sum = back.reduce((total, { fact }) => total + fact.amount.minor, 0);
    return back.some(({ fact }) => fact.kind === 'full') || (sum > 0 && sum >= gross);
  };
  const orderIds = [...orders.keys(), ...once.map(({ fact }) => fact.ref.id)];
  return { payments: [...orders.values()], isAnyBack: orderIds.some(isRefunded), isRefunded };
}

type Oracle = (tried: Case) => string | null;

/**
 * A licence is good on the days that a successful payment covers, unless the payment is refunded. Nothing but an
 * administrator's revocation changes this.
 */
const aPaidDayIsLicensed: Oracle = ({ facts, all, projection: { entitlement } }) => {
  if (!entitlement || isRevoked(facts)) return null;
  const { payments, isRefunded } = paymentsOf(facts);
  const isFree = isPaidBefore({ facts, all });
  const locked = payments.find(
    ({ fact }) => !isFree(fact) && !isRefunded(fact.orderId) && !isGood(entitlement, fact.nextBillOn),
  );
  return locked ? `locked on ${locked.fact.nextBillOn}, which order ${locked.fact.orderId} paid for` : null;
};

/** A new subscription's licence is good until the payment made at its creation is refunded. */
const aNewSubscriptionIsLicensed: Oracle = ({ facts, all, projection: { entitlement } }) => {
  const [created] = only(facts, 'subscription_created');
  if (!created || !entitlement || isRevoked(facts)) return null;
  if (created.fact.status !== 'active' && created.fact.status !== 'trialing') return null;
  // A payment found by reconciliation doesn't name its order. It may be the very payment that was refunded.
  if (facts.some(({ fact }) => fact.type === 'payment_found')) return null;
  const [first] = paymentsOf(all).payments.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  // During a trial, nothing has been paid yet. The first payment is made at the end of the trial and covers the time
  // after it.
  const paidForIt = first && first.fact.nextBillOn === created.fact.nextBillOn ? first.fact.orderId : null;
  if (paidForIt !== null && paymentsOf(facts).isRefunded(paidForIt)) return null;
  return isGood(entitlement, created.fact.nextBillOn)
    ? null
    : `locked on ${created.fact.nextBillOn}, the bill date it was created with`;
};

/**
 * A licence isn't good on a day that only a refunded payment covers, or that nothing covers at all: no payment, no
 * trial, no postponed charge and no extension.
 */
const noLicenceWithoutPayment: Oracle = ({ facts, all, projection: { entitlement } }) => {
  if (!entitlement) return null;
  const isFree = isPaidBefore({ facts, all });
  const { payments: told, isRefunded } = paymentsOf(facts);
  const payments = told.filter(({ fact }) => !isFree(fact));
  const created = only(facts, 'subscription_created');
  const back = payments.filter(({ fact }) => isRefunded(fact.orderId));
  const isTaken = (day: CalendarDate) => back.some(({ fact }) => fact.nextBillOn === day);
  const trials = facts.flatMap(({ fact }) => {
    const isTold =
      fact.type === 'subscription_created' ||
      fact.type === 'subscription_updated' ||
      fact.type === 'subscription_found';
    return isTold && fact.status === 'trialing' && !isFree(fact) ? [fact.nextBillOn ?? []].flat() : [];
  });
  const promised = [
    ...payments.filter(({ fact }) => !isRefunded(fact.orderId)).map(({ fact }) => fact.nextBillOn),
    ...trials,
    ...only(facts, 'subscription_updated').flatMap((dated) => movedTo(dated) ?? []),
    ...facts.flatMap(({ fact }) => (fact.type === 'licence_extended' ? [fact.until] : [])),
    ...created.flatMap(({ fact: { status, nextBillOn } }) =>
      status === 'trialing' || isTaken(nextBillOn) ? [] : [nextBillOn],
    ),
  ];
  const beyond = facts.some(({ fact }) => fact.type === 'payment_succeeded' || fact.type === 'payment_found');
  if (created.length === 0 || beyond) return null;
  const last = promised.sort().at(-1);
  if (last !== undefined && entitlement.validUntil > last)
    return `valid through ${entitlement.validUntil}, but nothing covers days after ${last}`;
  const free = back.find(
    ({ fact }) => (last === undefined || fact.nextBillOn > last) && isGood(entitlement, fact.nextBillOn),
  );
  return free ? `good on ${free.fact.nextBillOn}, although its payment was refunded` : null;
};

/** A licence that continues counts as paid, not as a trial, while its days were paid for before. */
const keptDaysCountAsPaid: Oracle = ({ facts, all, projection: { subscription, entitlement } }) => {
  if (subscription?.status !== 'trialing' || !entitlement || isRevoked(facts)) return null;
  const { id } = subscription.ref;
  const before = paidBefore({ facts, all }).get(id);
  const isMoved = facts.some(({ fact }) => fact.type === 'subscription_linked' && fact.ref.id === id);
  const isLonger = facts.some(
    ({ fact }) =>
      'nextBillOn' in fact &&
      fact.ref.id === id &&
      fact.nextBillOn !== null &&
      fact.nextBillOn > (before ?? ''),
  );
  if (before === undefined || isLonger || !isMoved) return null;
  return entitlement.status === 'trialing' ? 'the licence is on a trial' : null;
};

/** A cancelled subscription stays cancelled, because Paddle never restores a deleted subscription. */
const cancellationIsFinal: Oracle = ({ facts, projection: { subscription, entitlement } }) => {
  if (only(facts, 'subscription_cancelled').length === 0 || !subscription) return null;
  if (subscription.status !== 'deleted') return `cancelled, but ${subscription.status}`;
  const ended = ['cancelled', 'refunded', 'revoked'];
  return entitlement && !ended.includes(entitlement.status)
    ? `cancelled, but its licence is ${entitlement.status}`
    : null;
};

/**
 * Returns the new date of the next charge if the update postpones it; null otherwise. The subscription must stay
 * active, unpaused and on the same plan.
 */
function movedTo({ fact }: Dated<'subscription_updated'>): CalendarDate | null {
  const { status, oldStatus, planId, oldPlanId, pausedFrom, nextBillOn, oldNextBillOn } = fact;
  const isMoved = nextBillOn !== null && oldNextBillOn !== null && nextBillOn > oldNextBillOn;
  const stays = status === 'active' && oldStatus === 'active' && planId === oldPlanId;
  return isMoved && stays && pausedFrom === null ? nextBillOn : null;
}

/**
 * If the operator postpones the next charge, the licence works until the new date. This doesn't apply if money is owed
 * or a payment has been refunded.
 */
const postponedChargeExtends: Oracle = ({ facts, projection: { entitlement } }) => {
  if (!entitlement || isRevoked(facts) || paymentsOf(facts).isAnyBack) return null;
  // Reconciliation findings change the subscription too. A payment that they report can also be refunded by an alert
  // that doesn't name its order.
  if (facts.some(({ fact }) => fact.type.endsWith('_found'))) return null;
  const inOrder = [...facts].sort((a, b) => +a.occurredAt - +b.occurredAt);
  for (const update of only(inOrder, 'subscription_updated')) {
    const through = movedTo(update);
    if (through === null) continue;
    const told = inOrder.filter(({ fact }) => 'status' in fact && fact.type.startsWith('subscription_'));
    const isAlone = told.filter(({ occurredAt }) => +occurredAt === +update.occurredAt).length === 1;
    const last = told.filter(({ occurredAt }) => occurredAt < update.occurredAt).at(-1)?.fact;
    const wasActive = last && 'status' in last && (last.status === 'active' || last.status === 'trialing');
    if (!isAlone || !wasActive || last.type === 'subscription_payment_failed') continue;
    const before = inOrder.filter(({ occurredAt }) => occurredAt <= update.occurredAt);
    if (only(before, 'subscription_cancelled').length > 0) continue;
    if (!isGood(entitlement, through)) return `locked on ${through}, to which the charge was moved`;
  }
  return null;
};

/**
 * An update reports plan, seats and status. It extends the licence only during a trial or by postponing the next
 * charge.
 */
const updatesExtendNothing: Oracle = ({ facts, projection, fold }) => {
  const silent = facts.map((dated): TimedEvent => {
    const { fact, occurredAt } = dated;
    if (fact.type !== 'subscription_updated' || fact.status === 'trialing') return dated;
    if (movedTo({ fact, occurredAt }) !== null) return dated;
    return { occurredAt, fact: { ...fact, nextBillOn: null, oldNextBillOn: null } };
  });
  const [told, untold] = [projection.entitlement?.validUntil, fold(silent).entitlement?.validUntil];
  return told === untold ? null : `updates change validity from ${untold} to ${told}`;
};

/**
 * A cancellation never adds days to a licence. It can't extend the licence past the start of a pause or, if money is
 * owed, past the day of the cancellation.
 */
const cancellationAddsNoDays: Oracle = ({ facts, projection: { entitlement } }) => {
  const [cancelled, ...others] = only(facts, 'subscription_cancelled');
  if (
    !cancelled ||
    !entitlement ||
    others.length > 0 ||
    facts.some(({ fact }) => fact.type.endsWith('_found'))
  )
    return null;
  const before = facts.filter(
    ({ fact, occurredAt }) =>
      'status' in fact && fact.type.startsWith('subscription_') && occurredAt < cancelled.occurredAt,
  );
  const last = [...before].sort((a, b) => +a.occurredAt - +b.occurredAt).at(-1);
  const isAlone = facts.filter(({ occurredAt }) => +occurredAt === +cancelled.occurredAt).length === 1;
  const isLastAlone =
    before.filter(({ occurredAt }) => +occurredAt === +(last?.occurredAt ?? 0)).length === 1;
  if (!isAlone || !isLastAlone || last?.fact.type !== 'subscription_updated') return null;
  const { status, pausedFrom } = last.fact;
  const limit = status === 'paused' ? pausedFrom : status === 'past_due' ? dayOf(cancelled.occurredAt) : null;
  const { validUntil, endsOn } = entitlement;
  return limit !== null && endsOn !== null && endsOn > limit && endsOn > validUntil
    ? `cancelled while ${status}, and works through ${endsOn}`
    : null;
};

const withoutReceipts = ({ receipts: _receipts, flags: _flags, laterFlags: _later, ...rest }: Projection) =>
  rest;

/** A refund of tax changes the receipt and nothing else. */
const vatRefundChangesOnlyReceipt: Oracle = ({ facts, projection, fold }) => {
  const without = facts.filter(({ fact }) => !('kind' in fact) || fact.kind !== 'vat');
  if (without.length === facts.length || without.length === 0) return null;
  const difference = firstDifference(withoutReceipts(fold(without)), withoutReceipts(projection));
  return difference && `a VAT refund changes more than its receipt: ${difference}`;
};

const entitledTo = ({ entitlement }: Projection) =>
  entitlement && { ...entitlement, subscriptionState: undefined };

/**
 * Partial refunds don't affect the licence unless they add up to the full amount. An administrator decides whether they
 * should.
 */
const partialRefundEndsNothing: Oracle = ({ facts, projection, fold }) => {
  // The order of a payment found by reconciliation is unknown, so it may be the one that was refunded in full.
  if (paymentsOf(facts).isAnyBack || facts.some(({ fact }) => fact.type === 'payment_found')) return null;
  const without = facts.filter(({ fact }) => !('kind' in fact) || fact.kind !== 'partial');
  if (without.length === facts.length || without.length === 0) return null;
  const difference = firstDifference(entitledTo(fold(without)), entitledTo(projection));
  return difference && `a partial refund changes the licence: ${difference}`;
};

/** A dispute raises a flag but doesn't change the licence. When it is closed, the alert doesn't say who won. */
const disputeEndsNothing: Oracle = ({ facts, projection, fold }) => {
  const without = facts.filter(({ fact }) => !fact.type.startsWith('payment_dispute_'));
  if (without.length === facts.length) return null;
  if (!projection.flags.some(({ kind, resolvedAt }) => kind === 'dispute' && resolvedAt === null))
    return 'a dispute raises no flag';
  const difference = firstDifference(entitledTo(fold(without)), entitledTo(projection));
  return difference && `a dispute changes the licence: ${difference}`;
};

/** Each order has exactly one receipt, which shows the amount and the time of the payment. */
const oneReceiptPerPayment: Oracle = ({ facts, projection: { receipts, waitsFor } }) => {
  if (waitsFor !== null) return null;
  const paid = [...only(facts, 'subscription_payment_succeeded'), ...only(facts, 'payment_succeeded')];
  const orders = new Map(paid.map((dated) => [orderIdOf(dated.fact), dated]));
  const told = receipts.filter(({ orderId }) => orderId !== null);
  if (told.length !== orders.size) return `${told.length} receipts for ${orders.size} orders`;
  for (const receipt of told) {
    const order = orders.get(receipt.orderId ?? '');
    if (!order) return `a receipt for ${receipt.orderId}, which was not paid`;
    const same = order.fact.amount.minor === receipt.amount.minor && +order.occurredAt === +receipt.paidAt;
    if (!same) return `the receipt for ${receipt.orderId} differs from its payment`;
  }
  return null;
};

/**
 * A receipt shows the sum of all refunds, including refunds of VAT. Once the payment is refunded in full, it shows the
 * whole amount instead.
 */
const receiptShowsEveryRefund: Oracle = ({ facts, projection: { receipts, waitsFor } }) => {
  // A payment found by reconciliation doesn't name its order, and it may be the one that was refunded.
  if (waitsFor !== null || facts.some(({ fact }) => fact.type === 'payment_found')) return null;
  const refunds = [...only(facts, 'subscription_payment_refunded'), ...only(facts, 'payment_refunded')];
  const { isRefunded } = paymentsOf(facts);
  for (const { orderId, amount, refund } of receipts) {
    const parts = refunds.filter(({ fact }) => orderIdOf(fact) === orderId);
    const sum = parts.reduce((total, { fact }) => total + fact.amount.minor, 0);
    const expected = isRefunded(orderId ?? '') ? amount.minor : sum;
    if ((refund?.amount.minor ?? 0) !== expected)
      return `the receipt for ${orderId} shows ${refund?.amount.minor ?? 0} refunded instead of ${expected}`;
  }
  return null;
};

/**
 * Status, plan and seats are the ones that Paddle reported last, as far as the received alerts show which report was
 * last.
 */
const lastReportCounts: Oracle = ({ facts, projection: { entitlement, subscription } }) => {
  if (!entitlement || !subscription || only(facts, 'subscription_created').length === 0) return null;
  // Findings of reconciliation also report a status, a plan and seats, but they aren't alerts, so such cases are
  // skipped.
  if (facts.some(({ fact }) => fact.type === 'subscription_found')) return null;
  const { status, planId, quantity } = lastWordOf(facts);
  if (planId !== null && planId !== entitlement.paddlePlanId)
    return `licensed for plan ${entitlement.paddlePlanId} instead of ${planId}`;
  if (quantity !== null && quantity !== entitlement.quantity)
    return `licensed for ${entitlement.quantity} seats instead of ${quantity}`;
  if (only(facts, 'subscription_cancelled').length > 0) return null;
  return status === null || status === subscription.status
    ? null
    : `${subscription.status} instead of ${status}`;
};

/** A subscription starts on the day it was created, even if an alert about another event arrived first. */
const startsWhenCreated: Oracle = ({ facts, projection: { subscription } }) => {
  const [created] = only(facts, 'subscription_created');
  if (!created) return null;
  if (!subscription) return 'created, but there is no subscription';
  return subscription.startedOn === dayOf(created.occurredAt) ? null : `started on ${subscription.startedOn}`;
};

/** Promises about a stream, whether or not its licence has moved from one subscription to another. */
const oracles: Record<string, Oracle> = {
  'a paid day is licensed': aPaidDayIsLicensed,
  'no licence without payment': noLicenceWithoutPayment,
  'kept days count as paid': keptDaysCountAsPaid,
  'an ordinary update does not extend the licence': updatesExtendNothing,
  'a VAT refund changes only the receipt': vatRefundChangesOnlyReceipt,
  'a partial refund ends nothing': partialRefundEndsNothing,
  'a dispute ends nothing': disputeEndsNothing,
  'one receipt per payment': oneReceiptPerPayment,
  'a receipt shows every refund': receiptShowsEveryRefund,
};

/** Promises about a single subscription. A licence that continues has several. */
const oraclesOfOne: Record<string, Oracle> = {
  'a new subscription is licensed': aNewSubscriptionIsLicensed,
  'a cancellation is final': cancellationIsFinal,
  'a postponed charge extends the licence': postponedChargeExtends,
  'a cancellation adds no days': cancellationAddsNoDays,
  'the last reported values count': lastReportCounts,
  'a subscription starts when it is created': startsWhenCreated,
};

const isLinked = (facts: readonly TimedEvent[]): boolean =>
  facts.some(({ fact }) => fact.type === 'subscription_linked');

/** Number of promises that also hold for a licence that has moved to another subscription. */
export const oraclesOfAny = Object.keys(oracles).length;
export const oracleCount = oraclesOfAny + Object.keys(oraclesOfOne).length;

/** Describes the first promise that is broken; null if all of them are kept. */
export function brokenPromise(tried: Case): string | null {
  const applicable = isLinked(tried.all) ? oracles : { ...oracles, ...oraclesOfOne };
  for (const [name, oracle] of Object.entries(applicable)) {
    const broken = oracle(tried);
    if (broken !== null) return `"${name}" is broken: ${broken}`;
  }
  return null;
}
