/** Computes the projection of a subscription's stream. */
import type { FoldContext } from '#server/features/billing/fold/fold-stream.ts';
import { isUnpaidMove } from '#server/features/billing/fold/moved-charges.ts';
import {
  type CoveredDays,
  lastPaymentOf,
  paidPeriodsOf,
  paidThrough,
  receiptsOf,
} from '#server/features/billing/fold/payment-ledger.ts';
import type { Projection, ReferenceProjection } from '#server/features/billing/fold/projection.ts';
import { nothing } from '#server/features/billing/fold/step.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import { moveFlag } from './step-alert.ts';
import { currentLife, isCurrent, type Reference, type StreamState } from './stream-state.ts';

const licenceStatusOf = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  paused: 'paused',
  deleted: 'cancelled',
} as const satisfies Record<SubscriptionStatus, LicenceStatus>;

const waiting = 'subscription_created has not arrived yet';

/**
 * Separates the flags raised now from those of unpaid moves, which are raised later. Drops the flag of a move that a
 * payment explains.
 */
function flagsOf(
  { stream, decisions, moves, ledger }: StreamState,
  { frequencyOf }: FoldContext,
): Pick<Projection, 'flags' | 'laterFlags'> {
  const all = [...decisions.flags.values()];
  if (moves.length === 0) return { flags: all, laterFlags: [] };
  const payments = paidPeriodsOf(ledger);
  const ofMoves = new Set(moves.map((move) => moveFlag(stream, move)));
  const unpaid = new Set(
    moves.flatMap((move) => {
      const frequency = frequencyOf(move.paddlePlanId);
      const isUnpaid = isUnpaidMove(move, payments, frequency && monthsOf[frequency]);
      return isUnpaid ? [moveFlag(stream, move)] : [];
    }),
  );
  return {
    flags: all.filter(({ reference }) => !ofMoves.has(reference)),
    laterFlags: all.filter(({ reference }) => unpaid.has(reference)),
  };
}

/**
 * Returns the days that a subscription covered when it began. A trial on days already paid for under the previous
 * reference is left out.
 */
function coveredBy({ life, paidBeforeThrough }: Reference): CoveredDays[] {
  if (!life) return [];
  const { createdThrough, trialThrough } = life;
  const isPaidBefore =
    trialThrough !== null && paidBeforeThrough !== null && trialThrough <= paidBeforeThrough;
  return [{ createdThrough, trialThrough: isPaidBefore ? null : trialThrough }];
}

const referencesOf = ({ references }: StreamState): ReferenceProjection[] =>
  [...references.values()].map(({ ref, linkedAt, supersededAt }) => ({ ref, linkedAt, supersededAt }));

export function projectSubscription(state: StreamState, context: FoldContext): Projection {
  const { ledger, decisions, buyer, moves } = state;
  const current = currentLife(state);
  if (!current) return { ...nothing(waiting), references: referencesOf(state) };
  const { subscription } = current.life;
  const lives = [...state.references.values()];
  const startedOn = lives.reduce(
    (first, { life }) => (life && life.subscription.startedOn < first ? life.subscription.startedOn : first),
    subscription.startedOn,
  );
  const { validUntil, givenBack } = paidThrough(ledger, {
    startedOn,
    covered: lives.flatMap(coveredBy),
    moves,
    extendedThrough: decisions.extendedThrough,
  });
  const last = lastPaymentOf(ledger);
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
      startedOn,
      periodStart: last ? dayOf(last.paidAt) : null,
      validUntil,
      pausedFrom: subscription.pausedFrom,
      endsOn: subscription.endsOn,
      lastPaid: last?.amount ?? null,
    },
    receipts: receiptsOf(ledger),
    ...flagsOf(state, context),
    buyer,
    claim: decisions.claim,
    contact: null,
    references: referencesOf(state),
    waitsFor: state.succession.length === 0 || isCurrent(state, current.reference) ? null : waiting,
  };
}
