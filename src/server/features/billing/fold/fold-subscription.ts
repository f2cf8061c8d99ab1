/** One subscription: what its alerts, findings and decisions add up to. */

import type {
  BuyerHints,
  SubscriptionCreated,
  SubscriptionFact,
  SubscriptionStatus,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf, latestDay } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import { groupBySecond } from './event-order.ts';
import { type Decisions, decide, noDecisions, raise, raisePartialRefund, resolve } from './fold-decisions.ts';
import type { FoldContext } from './fold-stream.ts';
import type { InternalEvent } from './internal-events.ts';
import { flaggedAt, isUnpaidMove, type MovedCharge, movedCharge } from './moved-charges.ts';
import { isUpdate, orderUpdates, type SubscriptionSnapshot } from './order-updates.ts';
import {
  addFoundPayment,
  addPayment,
  type CoveredPeriods,
  emptyLedger,
  lastPaymentOf,
  type PaymentLedger,
  paidPeriodsOf,
  paidThrough,
  receiptsOf,
} from './payment-ledger.ts';
import type { BillingEvent, Projection, SubscriptionProjection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';

type Found = Extract<InternalEvent, { type: 'subscription_found' }>;

interface State {
  stream: string;
  subscription: Omit<SubscriptionProjection, 'contactEmail' | 'paddleUserId'>;
  buyer: BuyerHints;
  book: PaymentLedger;
  promises: Omit<CoveredPeriods, 'extendedThrough' | 'moves'>;
  moves: MovedCharge[];
  /** The last day to which a cancellation may let it work; null when any. */
  endsAtLatest: CalendarDate | null;
  decisions: Decisions;
  /** When the last payment came, and the next charge it told of. */
  paid: { at: Date; nextBillOn: CalendarDate } | null;
  /** When a charge failed last. */
  failedAt: Date | null;
  lastEvent: string;
}

const licenceStatusOf = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  paused: 'paused',
  deleted: 'cancelled',
} as const satisfies Record<SubscriptionStatus, LicenceStatus>;

const nobody: BuyerHints = { billableId: null, paddleUserId: null, email: null };

const mergeBuyer = (known: BuyerHints, told: BuyerHints): BuyerHints => ({
  billableId: told.billableId ?? known.billableId,
  paddleUserId: told.paddleUserId ?? known.paddleUserId,
  email: told.email ?? known.email,
});

/** What it began with: its creation, or Paddle's own view of it where the creation was lost. */
function begin(
  stream: string,
  { fact, occurredAt }: TimedEvent & { fact: SubscriptionCreated | Found },
): State {
  const isTold = fact.type === 'subscription_created';
  const isRunning = fact.status === 'active' || fact.status === 'trialing';
  const through = isRunning ? fact.nextBillOn : null;
  const isTrial = fact.status === 'trialing';
  return {
    stream,
    subscription: {
      paddleSubscriptionId: fact.subscriptionId,
      paddlePlanId: fact.planId,
      status: fact.status,
      quantity: fact.quantity,
      startedOn: isTold ? dayOf(occurredAt) : fact.signedUpOn,
      trialEndsOn: isTrial ? through : null,
      nextBillOn: through,
      pausedFrom: isTold ? null : fact.pausedFrom,
      pausedReason: isTold ? null : fact.pausedReason,
      endsOn: null,
      failedAttempts: 0,
      nextRetryOn: null,
      updateUrl: fact.updateUrl,
      cancelUrl: fact.cancelUrl,
    },
    buyer: isTold ? fact.buyer : nobody,
    book: emptyLedger(),
    promises: {
      startedOn: isTold ? dayOf(occurredAt) : fact.signedUpOn,
      createdThrough: isTrial ? null : through,
      trialThrough: isTrial ? through : null,
    },
    moves: [],
    endsAtLatest: null,
    decisions: noDecisions(),
    paid: null,
    failedAt: null,
    lastEvent: fact.type,
  };
}

/**
 * A cancellation lets it work through its effective date. But a pause that has begun has ended it before that, and time
 * that is owed for is not given on credit: it adds no day then, or none beyond the day it comes.
 */
function latestEnd(
  { status, failedAttempts, pausedFrom, startedOn }: State['subscription'],
  today: CalendarDate,
): CalendarDate | null {
  if (status === 'paused') return pausedFrom ?? startedOn;
  return status === 'past_due' || failedAttempts > 0 ? today : null;
}

const endsRenewing = (status: SubscriptionStatus) => status === 'paused' || status === 'deleted';

/** An ended subscription stays ended, whatever a later alert calls it. */
function setStatus(state: State, status: SubscriptionStatus, at: Date): void {
  const { subscription } = state;
  if (subscription.status === 'deleted') return;
  if (status === 'deleted') {
    if (subscription.status === 'paused') subscription.endsOn = subscription.pausedFrom;
    state.endsAtLatest = latestEnd(subscription, dayOf(at));
  }
  if (status === 'deleted' || (subscription.status === 'paused' && status !== 'paused')) {
    subscription.pausedFrom = null;
    subscription.pausedReason = null;
  }
  subscription.status = status;
  if (endsRenewing(status)) {
    subscription.nextBillOn = null;
    subscription.nextRetryOn = null;
  }
}

const flagKindOf = { moved: 'charge_moved', resumed: 'resumed_unpaid' } as const;

const referenceOf = (stream: string, { how, through }: MovedCharge): string =>
  `${flagKindOf[how]}:${stream}+${through}`;

/** Written down with its flag, which a payment may still withdraw: then it is as if it had never been raised. */
function noteMove(state: State, fact: SubscriptionUpdated, at: Date): void {
  // What failed in the same second is owed, whatever another update of that second calls the subscription.
  const failsWithIt = state.failedAt?.getTime() === at.getTime();
  const hasFailed = failsWithIt || state.subscription.failedAttempts > 0;
  const move = movedCharge(fact, { ...state.subscription, hasFailed, failsWithIt }, at);
  if (move === null) return;
  state.moves.push(move);
  raise(state.decisions, {
    reference: referenceOf(state.stream, move),
    kind: flagKindOf[move.how],
    detail: `${move.from} to ${move.through}`,
    at: flaggedAt(move),
  });
}

/** All but those of moves that a payment explains; what a move raises is raised in its time. */
function flagsOf(
  { stream, decisions, moves, book }: State,
  { frequencyOf }: FoldContext,
): Pick<Projection, 'flags' | 'laterFlags'> {
  const all = [...decisions.flags.values()];
  if (moves.length === 0) return { flags: all, laterFlags: [] };
  const payments = paidPeriodsOf(book);
  const ofMoves = new Set(moves.map((move) => referenceOf(stream, move)));
  const unpaid = new Set(
    moves.flatMap((move) => {
      const frequency = frequencyOf(move.paddlePlanId);
      const isUnpaid = isUnpaidMove(move, payments, frequency && monthsOf[frequency]);
      return isUnpaid ? [referenceOf(stream, move)] : [];
    }),
  );
  return {
    flags: all.filter(({ reference }) => !ofMoves.has(reference)),
    laterFlags: all.filter(({ reference }) => unpaid.has(reference)),
  };
}

function stepAlert(state: State, fact: SubscriptionFact, at: Date): void {
  const { subscription, promises, book } = state;
  const hasEnded = subscription.status === 'deleted';
  state.buyer = mergeBuyer(state.buyer, fact.buyer);
  switch (fact.type) {
    case 'subscription_created':
      return;
    case 'subscription_updated': {
      subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
      subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
      if (hasEnded) return;
      noteMove(state, fact, at);
      setStatus(state, fact.status, at);
      subscription.paddlePlanId = fact.planId;
      subscription.quantity = fact.quantity ?? subscription.quantity;
      subscription.pausedFrom = fact.pausedFrom;
      subscription.pausedReason = fact.pausedReason;
      // While past due this is the day of the next attempt, and no charge. And what a payment
      // of the same second says is newer, for the payment is why the subscription changed.
      if (fact.status === 'active' || fact.status === 'trialing') {
        const paid = state.paid?.at.getTime() === at.getTime() ? state.paid : null;
        subscription.nextBillOn = paid?.nextBillOn ?? fact.nextBillOn ?? subscription.nextBillOn;
      }
      if (fact.status === 'active') {
        subscription.failedAttempts = 0;
        subscription.nextRetryOn = null;
      }
      if (fact.status === 'trialing') {
        promises.trialThrough = latestDay(promises.trialThrough, fact.nextBillOn);
        subscription.trialEndsOn = promises.trialThrough;
      }
      break;
    }
    case 'subscription_payment_succeeded': {
      addPayment(book, fact, at);
      state.paid = { at, nextBillOn: fact.nextBillOn };
      // One that itself says so came after the end, though it may be of the same second.
      if (hasEnded || fact.status === 'deleted') return;
      setStatus(state, fact.status, at);
      subscription.paddlePlanId = fact.planId;
      subscription.quantity = fact.quantity;
      subscription.nextBillOn = fact.nextBillOn;
      subscription.failedAttempts = 0;
      subscription.nextRetryOn = null;
      // What is paid beyond the day of a planned pause says that there is none, though the alert that took it back is lost.
      if (subscription.pausedFrom !== null && fact.nextBillOn > subscription.pausedFrom) {
        subscription.pausedFrom = null;
        subscription.pausedReason = null;
      }
      break;
    }
    case 'subscription_payment_failed': {
      subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
      subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
      state.failedAt = at;
      if (hasEnded) return;
      // An alert about a failure never makes anything active again.
      if (fact.status === 'past_due' || fact.status === 'paused') setStatus(state, fact.status, at);
      subscription.failedAttempts = fact.attempt;
      subscription.nextRetryOn = fact.nextRetryOn;
      break;
    }
    case 'subscription_payment_refunded': {
      const { orderId, paymentId, kind, amount } = fact;
      book.refunds.push({ orderId, paymentId, kind, amount, at });
      if (kind === 'partial') raisePartialRefund(state.decisions, { about: orderId, orderId, amount, at });
      // Tax given back is the tax office's business.
      if (kind === 'vat') return;
      break;
    }
    case 'subscription_cancelled': {
      setStatus(state, 'deleted', at);
      const { endsAtLatest } = state;
      const isTooLate = endsAtLatest !== null && fact.effectiveOn > endsAtLatest;
      subscription.endsOn = latestDay(subscription.endsOn, isTooLate ? endsAtLatest : fact.effectiveOn);
      break;
    }
  }
  state.lastEvent = fact.type;
}

function stepFound(state: State, fact: Found, at: Date): void {
  const { subscription } = state;
  resolve(state.decisions, `missing:${state.stream}`, at);
  state.buyer = mergeBuyer(
    { billableId: null, paddleUserId: fact.paddleUserId, email: fact.email },
    state.buyer,
  );
  subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
  subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
  if (subscription.status === 'deleted') return;
  setStatus(state, fact.status, at);
  subscription.paddlePlanId = fact.planId;
  subscription.quantity = fact.quantity;
  subscription.pausedFrom = fact.pausedFrom;
  subscription.pausedReason = fact.pausedReason;
  if (fact.status === 'active' || fact.status === 'trialing') {
    subscription.nextBillOn = fact.nextBillOn;
    subscription.failedAttempts = 0;
    subscription.nextRetryOn = null;
  }
  if (fact.status === 'trialing') {
    state.promises.trialThrough = latestDay(state.promises.trialThrough, fact.nextBillOn);
    subscription.trialEndsOn = state.promises.trialThrough;
  }
  state.lastEvent = fact.type;
}

const isOfSubscription = (fact: BillingEvent): fact is SubscriptionFact =>
  fact.type.startsWith('subscription_') && 'buyer' in fact;

function step(state: State, { fact, occurredAt }: TimedEvent): void {
  if (isOfSubscription(fact)) {
    stepAlert(state, fact, occurredAt);
    return;
  }
  switch (fact.type) {
    case 'subscription_found':
      stepFound(state, fact, occurredAt);
      return;
    case 'payment_found':
      addFoundPayment(state.book, fact);
      return;
    default:
      // Decisions are the same for every kind of stream; facts of other streams tell nothing about this one.
      if ('by' in fact && decide(state.decisions, fact, occurredAt, state.stream))
        state.lastEvent = fact.type;
  }
}

function project(state: State, context: FoldContext): Projection {
  const { subscription, book, decisions, buyer, moves } = state;
  const { validUntil, givenBack } = paidThrough(book, {
    ...state.promises,
    moves,
    extendedThrough: decisions.extendedThrough,
  });
  const last = lastPaymentOf(book);
  const status: LicenceStatus = decisions.isRevoked
    ? 'revoked'
    : givenBack
      ? 'refunded'
      : licenceStatusOf[subscription.status];
  return {
    subscription: { ...subscription, paddleUserId: buyer.paddleUserId, contactEmail: buyer.email },
    entitlement: {
      paddlePlanId: subscription.paddlePlanId,
      status,
      subscriptionState: state.lastEvent,
      quantity: subscription.quantity,
      startedOn: subscription.startedOn,
      periodStart: last ? dayOf(last.paidAt) : null,
      validUntil,
      pausedFrom: subscription.pausedFrom,
      endsOn: subscription.endsOn,
      lastPaid: last?.amount ?? null,
    },
    receipts: receiptsOf(book),
    ...flagsOf(state, context),
    buyer,
    claim: decisions.claim,
    contact: null,
    waitsFor: null,
  };
}

const standingOf = ({ subscription: { status, paddlePlanId, quantity } }: State): SubscriptionSnapshot => ({
  status,
  planId: paddlePlanId,
  quantity,
});

/** The order is decided second by second, for what is possible depends on what was. */
function* inOrder(state: State, groups: readonly TimedEvent[][]): Generator<TimedEvent> {
  for (const group of groups) {
    const atFirst = standingOf(state);
    const updates = group.filter(isUpdate);
    const others = group.filter((dated) => !isUpdate(dated));
    const isEnd = ({ fact }: TimedEvent) => fact.type === 'subscription_cancelled' || !isOfSubscription(fact);
    yield* others.filter((dated) => !isEnd(dated));
    yield* orderUpdates({ atFirst, afterOthers: standingOf(state) }, updates);
    yield* others.filter(isEnd);
  }
}

/**
 * The steps of a subscription. None changes anything while neither its creation nor Paddle's own view of it is
 * known: the others wait for it.
 */
export function* stepsOfSubscription(
  stream: string,
  facts: readonly TimedEvent[],
  context: FoldContext,
): Generator<Step> {
  const groups = groupBySecond(facts);
  const ordered = groups.flat();
  const creation =
    ordered.find(({ fact }) => fact.type === 'subscription_created') ??
    ordered.find(({ fact }) => fact.type === 'subscription_found');
  const fact = creation?.fact;
  if (!creation || (fact?.type !== 'subscription_created' && fact?.type !== 'subscription_found')) {
    const waiting = nothing('subscription_created has not come yet');
    for (const dated of ordered) yield { dated, project: () => waiting };
    return;
  }
  const state = begin(stream, { ...creation, fact });
  yield { dated: creation, project: () => project(state, context) };
  for (const dated of inOrder(state, groups)) {
    if (dated === creation && fact.type === 'subscription_created') continue;
    step(state, dated);
    yield { dated, project: () => project(state, context) };
  }
}
