/** Applies what another portal's database said about a subscription. */
import { raise, resolve } from '#server/features/billing/fold/fold-decisions.ts';
import type { ImportedSubscription } from '#server/features/billing/fold/internal-events.ts';
import { addImportedReceipts } from '#server/features/billing/fold/payment-ledger.ts';
import { latestDay } from '#shared/dates.ts';
import { isCurrent, mergeBuyer, type Reference, type StreamState } from './stream-state.ts';
import { importedTrialOf, type SubscriptionLife, setStatus, setTerms } from './subscription-life.ts';

type Living = Reference & { life: SubscriptionLife };

/** Names of the fields that differ from what the import before said; all of them if there was none. */
const changesIn =
  (before: ImportedSubscription | null, fact: ImportedSubscription) =>
  (...names: (keyof ImportedSubscription)[]): boolean =>
    before === null || names.some((name) => before[name] !== fact[name]);

const orphanFlag = (stream: string): string => `charged_after_deletion:${stream}`;

/** A subscription that has ended charges nobody, so there is nothing to decide any longer. */
export function settleOrphan(
  { stream, decisions }: Pick<StreamState, 'stream' | 'decisions'>,
  { life }: Living,
  at: Date,
): void {
  if (life.subscription.status === 'deleted') resolve(decisions, orphanFlag(stream), at);
}

/** Paddle charges for a subscription whose account had been deleted in the other portal. Only a person cancels it. */
function flagOrphan({ stream, decisions }: StreamState, fact: ImportedSubscription, at: Date): void {
  const isCharging = fact.status === 'active' || fact.status === 'trialing' || fact.status === 'past_due';
  if (!fact.isOrphan || !isCharging) return;
  raise(decisions, {
    reference: orphanFlag(stream),
    kind: 'charged_after_deletion',
    detail: `subscription ${fact.ref.id}`,
    at,
  });
}

function stepRefusal(
  { decisions }: StreamState,
  { before, isRefused, at }: { before: ImportedSubscription | null; isRefused: boolean; at: Date },
): void {
  if ((before?.isRefused ?? false) === isRefused) return;
  if (isRefused) decisions.revokedAt ??= at;
  else decisions.revokedAt = null;
}

/**
 * Applies an import. What the import before it said, and nothing else, tells what has changed in the other portal: only
 * that is taken. Anything else may have changed here in the meantime and is left alone.
 */
export function stepImported(
  state: StreamState,
  reference: Living,
  fact: ImportedSubscription,
  at: Date,
): void {
  const { life } = reference;
  const { subscription, imported: before } = life;
  const isChanged = changesIn(before, fact);
  life.imported = fact;
  const { billableId } = fact;
  state.buyer = mergeBuyer({ billableId, paddleUserId: null, email: null }, state.buyer);
  addImportedReceipts(state.ledger, fact.receipts);
  stepRefusal(state, { before, isRefused: fact.isRefused, at });
  flagOrphan(state, fact, at);
  if (isCurrent(state, reference) && isChanged('state', 'status', 'validUntil', 'planId', 'quantity'))
    state.lastEvent = fact.state;
  if (isChanged('updateUrl')) subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
  if (isChanged('cancelUrl')) subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
  stepTerms(life, fact, { before, at });
  settleOrphan(state, reference, at);
}

function stepTerms(
  life: SubscriptionLife,
  fact: ImportedSubscription,
  { before, at }: { before: ImportedSubscription | null; at: Date },
): void {
  const { subscription } = life;
  const isChanged = changesIn(before, fact);
  const { status, planId, quantity } = fact;
  if (subscription.status !== 'deleted') {
    if (isChanged('planId', 'quantity')) setTerms(life, { planId, quantity }, at);
    if (isChanged('status')) setStatus(life, status, at);
    // The end of a pause clears its day, so the day of another one comes after the status.
    if (status !== 'deleted' && isChanged('pausedFrom')) {
      subscription.pausedFrom = fact.pausedFrom;
      subscription.pausedReason = null;
    }
  }
  // A trial that is over has given its days all the same.
  const trialThrough = status === 'trialing' ? importedTrialOf(fact) : fact.trialEndsOn;
  if (trialThrough !== null) {
    life.trialThrough = latestDay(life.trialThrough, trialThrough);
    subscription.trialEndsOn = life.trialThrough;
  }
  if (status === 'deleted') subscription.endsOn = latestDay(subscription.endsOn, fact.endsOn);
  const isRunning = subscription.status === 'active' || subscription.status === 'trialing';
  if (isRunning && isChanged('status', 'nextBillOn')) {
    const through = status === 'trialing' ? importedTrialOf(fact) : fact.nextBillOn;
    subscription.nextBillOn = before === null ? latestDay(subscription.nextBillOn, through) : through;
  }
  if (status === 'active' && isChanged('status')) {
    subscription.failedAttempts = 0;
    subscription.nextRetryOn = null;
  }
}
