/** Computes the projection of a subscription's stream. */
import { isUnpaidMove } from '#server/features/billing/fold/moved-charges.ts';
import {
  type CoveredDays,
  lastAmountOf,
  lastPaymentOf,
  paidByMoney,
  paidPeriodsOf,
  paidThrough,
  receiptsOf,
} from '#server/features/billing/fold/payment-ledger.ts';
import type {
  FoldContext,
  Projection,
  ReferenceProjection,
} from '#server/features/billing/fold/projection.ts';
import { nothing } from '#server/features/billing/fold/step.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { monthsOf } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import { futureCharges } from './next-charge.ts';
import { moveFlag } from './step-alert.ts';
import { currentLife, isCurrent, type Reference, type StreamState } from './stream-state.ts';
import type { SubscriptionLife } from './subscription-life.ts';

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
 * Returns whether the trial of a subscription gives days. A trial on days already paid for under the previous reference
 * doesn't, and neither does that of a subscription bought to continue a licence that didn't move to it.
 */
function isTrialCounted({ life, paidBeforeThrough, isKept }: Reference): boolean {
  const through = life?.trialThrough ?? null;
  if (through === null) return false;
  return paidBeforeThrough === null ? !isKept : through > paidBeforeThrough;
}

/** Returns the days that a subscription covered when it began. */
function coveredBy(reference: Reference): CoveredDays[] {
  const { life } = reference;
  if (!life) return [];
  const { createdThrough, trialThrough, imported } = life;
  return [
    {
      createdThrough,
      trialThrough: isTrialCounted(reference) ? trialThrough : null,
      imported:
        imported === null || imported.validUntil === null || imported.status === 'trialing'
          ? null
          : { through: imported.validUntil, orderIds: imported.paidBy },
    },
  ];
}

/**
 * Returns whether the current subscription came without a licence of its own, and has none to expect: it had ended and
 * its keys belong to another licence, or its account had been deleted and nobody has claimed it.
 */
const isWithoutLicence = (
  { subscription, imported }: SubscriptionLife,
  { claim }: StreamState['decisions'],
): boolean =>
  imported !== null &&
  !imported.isLicensed &&
  (imported.isOrphan ? claim === null : subscription.status === 'deleted');

/**
 * Returns whether the current subscription has nothing but free days that don't count: it was bought to continue a
 * licence that didn't move to it, and nothing in its stream has been paid yet.
 */
const isWithheld = ({ isKept, linkedAt }: Reference, moneyThrough: CalendarDate | null): boolean =>
  isKept && linkedAt === null && moneyThrough === null;

/**
 * Returns the status of the licence while the subscription is on a trial. If its days were paid under the previous
 * reference, the licence is paid.
 */
const trialStatus = (reference: Reference): LicenceStatus =>
  reference.paidBeforeThrough !== null && !isTrialCounted(reference) ? 'active' : 'trialing';

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
  const periods = { startedOn, covered: lives.flatMap(coveredBy), moves };
  const { validUntil, isRefunded } = paidThrough(ledger, {
    ...periods,
    extendedThrough: decisions.extendedThrough,
  });
  const last = lastPaymentOf(ledger);
  const byMoney = paidByMoney(ledger, periods);
  const withheld = isWithheld(current.reference, byMoney) || isWithoutLicence(current.life, decisions);
  const status: LicenceStatus = decisions.revokedAt
    ? 'revoked'
    : isRefunded
      ? 'refunded'
      : subscription.status === 'trialing'
        ? trialStatus(current.reference)
        : licenceStatusOf[subscription.status];
  return {
    subscription: {
      ...subscription,
      ...futureCharges(current.life.charges, subscription.nextBillOn),
      paddleUserId: buyer.paddleUserId,
      contactEmail: buyer.email,
    },
    entitlement: {
      paddlePlanId: subscription.paddlePlanId,
      status,
      subscriptionState: state.lastEvent,
      quantity: subscription.quantity,
      startedOn,
      periodStart: last ? dayOf(last.paidAt) : null,
      validUntil,
      pausedFrom: subscription.pausedFrom,
      // The end of days that don't count must not make the licence work until then.
      endsOn: withheld ? null : subscription.endsOn,
      lastPaid: lastAmountOf(ledger),
    },
    receipts: receiptsOf(ledger),
    ...flagsOf(state, context),
    buyer,
    claim: decisions.claim,
    contact: null,
    references: referencesOf(state),
    paidThrough: byMoney,
    isWithheld: withheld,
    waitsFor: state.succession.length === 0 || isCurrent(state, current.reference) ? null : waiting,
  };
}
