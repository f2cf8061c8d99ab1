/** Brings subscription, licence and receipts of one subject in line with the event log. */
import type { Plan } from '#shared/catalogue.ts';
import type { LicenceStatus } from '#shared/licences.ts';
import type { Deps } from '../../deps.ts';
import type { SubscriptionStatus } from '../../platform/paddle/port.ts';
import { applyEntitlement } from '../licences/apply-entitlement.ts';
import type { LoggedEvent } from './event.repository.ts';
import { foldSubscription, type SubscriptionState } from './fold-subscription.ts';
import type { Subscription } from './subscription.repository.ts';
import { whoseItIs } from './whose-it-is.ts';

export const subscriptionSubject = (paddleSubscriptionId: number): string =>
  `subscription:${paddleSubscriptionId}`;

export type Applied =
  | { status: 'applied'; licence: 'issued' | 'changed' | 'unchanged' }
  | { status: 'waiting'; reason: string }
  | { status: 'failed'; reason: string };

const licenceStatusOf = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  paused: 'paused',
  deleted: 'cancelled',
} as const satisfies Record<SubscriptionStatus, LicenceStatus>;

/**
 * Folds all events of the subject and writes the result, in one transaction. May be repeated at any time and
 * run by several processes at once; the outcome is the same. What cannot be applied is marked in the log with
 * its reason and due again later.
 */
export function applyEvents(deps: Pick<Deps, 'transaction'>, subject: string): Promise<Applied> {
  return deps.transaction((bound) => applyOnce(bound, subject));
}

async function applyOnce(deps: Deps, subject: string): Promise<Applied> {
  const events = await deps.events.listBySubject(subject);
  const readable = events.flatMap((event) => {
    const meaning = deps.paddle.understandAlert(event.payload);
    return meaning.status === 'fact' ? [{ event, fact: meaning.fact, occurredAt: event.occurredAt }] : [];
  });
  const state = foldSubscription(readable);
  const open = readable.map(({ event }) => event).filter((event) => event.state !== 'applied');

  if (!state) {
    const reason = 'subscription_created has not come yet';
    await putOff(deps, open, { state: 'waiting', error: reason });
    return { status: 'waiting', reason };
  }
  const named = await deps.plans.findByPaddleId(state.paddlePlanId);
  // A paid renewal counts even where its plan is not ours yet: the licence goes on under the plan it has.
  const plan = named ?? (await deps.licences.findBySubject(subject))?.plan ?? null;
  const licence = plan && (await project(deps, { subject, state, plan }));
  if (!named) {
    const reason = `no plan has Paddle's id ${state.paddlePlanId}: add it with plan:add, the alert is then applied by itself`;
    await putOff(deps, open, { state: 'failed', error: reason });
    return { status: 'failed', reason };
  }
  await deps.events.settle(
    open.map((event) => event.id),
    { state: 'applied', at: deps.now() },
  );
  return { status: 'applied', licence: licence ?? 'unchanged' };
}

const minute = 60_000;
const longestWait = 6 * 60 * minute;

/** A minute, then twice as long each time, six hours at most. */
export function nextAttempt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(minute * 2 ** Math.min(attempts, 20), longestWait));
}

async function putOff(
  deps: Pick<Deps, 'events' | 'now'>,
  events: readonly LoggedEvent[],
  outcome: { state: 'waiting' | 'failed'; error: string },
): Promise<void> {
  const at = deps.now();
  for (const event of events) {
    await deps.events.settle([event.id], { ...outcome, at, nextAttemptAt: nextAttempt(at, event.attempts) });
  }
}

async function project(
  deps: Deps,
  { subject, state, plan }: { subject: string; state: SubscriptionState; plan: Plan },
): Promise<'issued' | 'changed' | 'unchanged'> {
  const known = await deps.subscriptions.findBySubject(subject);
  const owner = await whoseItIs(deps, state.buyer);
  const userId = known?.userId ?? owner?.userId ?? null;
  const subscription = await saveSubscription(deps, known, {
    subject,
    paddleSubscriptionId: state.paddleSubscriptionId,
    paddleUserId: state.buyer.paddleUserId,
    paddlePlanId: state.paddlePlanId,
    userId,
    contactEmail: state.buyer.email,
    status: state.status,
    quantity: state.quantity,
    trialEndsOn: state.trialEndsOn,
    nextBillOn: state.nextBillOn,
    pausedFrom: null,
    endsOn: state.endsOn,
    updateUrl: state.updateUrl,
    cancelUrl: state.cancelUrl,
  });
  for (const payment of state.payments) {
    const paidPlan =
      payment.planId === plan.paddlePlanId ? plan : await deps.plans.findByPaddleId(payment.planId);
    await deps.receipts.save({
      orderId: payment.orderId,
      subscriptionId: subscription.id,
      userId,
      planId: paidPlan?.id ?? null,
      checkoutId: payment.checkoutId,
      amount: payment.amount,
      tax: payment.tax,
      quantity: payment.quantity,
      receiptUrl: payment.receiptUrl,
      paidAt: payment.paidAt,
    });
  }
  const { outcome } = await applyEntitlement(deps, {
    subject,
    userId,
    purchaserEmail: owner?.email ?? state.buyer.email,
    plan,
    subscriptionId: subscription.id,
    status: licenceStatusOf[state.status],
    subscriptionState: state.lastEvent,
    quantity: state.quantity,
    startedOn: state.startedOn,
    periodStart: state.periodStart,
    validUntil: state.validUntil,
    pausedFrom: null,
    endsOn: state.endsOn,
    lastPaid: state.lastPaid,
  });
  return outcome;
}

async function saveSubscription(
  deps: Pick<Deps, 'subscriptions'>,
  known: Subscription | null,
  wanted: Omit<Subscription, 'id' | 'version'>,
): Promise<Subscription> {
  if (!known) return deps.subscriptions.add(wanted);
  // Written even when nothing changes: the new version is what makes a rival fold over older events fail.
  const next = { ...known, ...wanted };
  await deps.subscriptions.replace(next);
  return { ...next, version: known.version + 1 };
}
