/** Compares the tables with Paddle's own view and corrects differences by appending what was found to the log. */

import type { Deps } from '#server/deps.ts';
import { foundCharge } from '#server/features/billing/charge-at-paddle.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { foldOutdated } from '#server/features/billing/inbox/refold-outdated.ts';
import { mayContinueLicence } from '#server/features/billing/keep/expected-keep.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import type { SubscriptionRef } from '#server/features/billing/streams/subscription-ref.repository.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Asking } from '#server/platform/paddle/asking.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { Alert, PaddleSubscription } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { dayOf } from '#shared/dates.ts';
import { driftOf, foundPayments, foundSubscription, lacksNextCharge, lacksPayment } from './compare.ts';
import { ingestMissedAlerts } from './ingest-missed-alerts.ts';
import { createRefList } from './ref-list.ts';

export interface Finding {
  /**
   * Kind of difference:
   * - `alert`: an alert was never delivered
   * - `subscription`: the subscription changed and no alert reported it
   * - `payment`: a payment was made and no alert reported it
   * - `missing`: Paddle doesn't know the subscription
   */
  kind: 'alert' | 'subscription' | 'payment' | 'missing';
  stream: string | null;
  what: string;
}

export interface Reconciliation {
  /** The first thousand findings; `report` receives all of them. */
  findings: Finding[];
  /** Total number of findings. */
  found: number;
  /**
   * One sentence for each request to Paddle that failed and for each alert that couldn't be stored. Nothing was changed
   * in these cases.
   */
  problems: string[];
  subscriptions: number;
}

export interface Reconcile {
  /** If true, findings are reported but nothing is changed. */
  dryRun?: boolean;
  /** How far back to look for lost alerts. Paddle keeps 90 days of history. */
  since: Date;
  /** Called with each finding as it is made. */
  report?: (finding: Finding) => void;
  /**
   * Once aborted, `reconcile` throws the signal's reason before its next step. It is safe to start again at any time.
   */
  stopped?: AbortSignal;
  /** Called with the instant up to which the alert history has been processed. A later run may start there. */
  onReadThrough?: (instant: Date) => Promise<void>;
}

const keptFindings = 1_000;

export type ReconcileDeps = Pick<
  Deps,
  | 'events'
  | 'flags'
  | 'inbox'
  | 'licences'
  | 'log'
  | 'now'
  | 'paddle'
  | 'plans'
  | 'receipts'
  | 'streams'
  | 'subscriptionChanges'
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'transaction'
>;

/**
 * Ingests lost alerts first, as if they had been delivered. Then compares every subscription with Paddle's view, to
 * find changes older than Paddle's history. Pending events are applied before the comparison, even in a dry run. A
 * subscription that is unknown here may continue a licence; it is left to its alert as long as that may still arrive.
 * Only appends to the log, so it is safe to repeat. Never ends a licence because Paddle failed or didn't know the
 * subscription. Errors of Paddle are reported rather than thrown; all other errors are thrown.
 */
export async function reconcile(deps: ReconcileDeps, options: Reconcile): Promise<Reconciliation> {
  const { dryRun = false, since, report, stopped, onReadThrough } = options;
  const result: Reconciliation = { findings: [], found: 0, problems: [], subscriptions: 0 };
  const find = (finding: Finding) => {
    result.found += 1;
    if (result.findings.length < keptFindings) result.findings.push(finding);
    report?.(finding);
  };
  const nameOf = (alert: Alert) => `${alert.name} ${alert.alertId ?? ''}`.trim();
  await unlessPaddleFails(result, 'past alerts', () =>
    ingestMissedAlerts(deps, {
      since,
      dryRun,
      stopped,
      onReadThrough,
      onLost: (alert, stream) => find({ kind: 'alert', stream, what: nameOf(alert) }),
      onUnstored(alert, error) {
        deps.log.error(
          { err: error, alertId: alert.alertId },
          'an alert from Paddle’s history could not be stored',
        );
        result.problems.push(`The alert ${nameOf(alert)} could not be stored`);
      },
    }),
  );
  // By the time a long list has been read, it is outdated. Each subscription that seems to differ is therefore
  // requested again individually.
  const mend = (one: Asked) => {
    stopped?.throwIfAborted();
    return unlessPaddleFails(result, one.stream, () => mendOne(deps, { ...one, dryRun, find }));
  };
  const told = createRefList();
  const isWhole = await unlessPaddleFails(result, 'the subscriptions', async () => {
    for await (const theirs of deps.paddle.everySubscription()) {
      stopped?.throwIfAborted();
      for (const { ref } of theirs) told.add(ref);
      for (const doubtful of await doubtfulAmong(deps, theirs)) await mend(doubtful);
    }
    return true;
  });
  const toldOf = told.done();
  result.subscriptions = toldOf.size;
  // If the list is incomplete, a subscription that isn't in it may still exist at Paddle, so none is reported as
  // missing.
  if (!isWhole) return result;
  for await (const ours of pagesOfOurs(deps)) {
    for (const { stream, ref, status } of ours) {
      if (status !== 'deleted' && !toldOf.has(ref)) await mend({ stream, ref, isPast: false });
    }
  }
  return result;
}

/** Compares and corrects a single subscription. */
export async function reconcileSubscription(
  deps: ReconcileDeps,
  ref: PaddleRef,
  asking: Asking = {},
): Promise<Reconciliation> {
  const { streamOf, known } = await findStreams(deps, [ref]);
  const one = { ref, stream: streamOf(ref), isPast: isPast(known(ref)) };
  const result: Reconciliation = { findings: [], found: 0, problems: [], subscriptions: 1 };
  const find = (finding: Finding) => {
    result.found = result.findings.push(finding);
  };
  await unlessPaddleFails(result, one.stream, () => mendOne(deps, { ...one, dryRun: false, find, asking }));
  return result;
}

async function unlessPaddleFails<T>(
  result: Reconciliation,
  what: string,
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PaddleUnavailable || error instanceof PaddleRefusal)) throw error;
    result.problems.push(`Fetching ${what} from Paddle failed: ${error.message}`);
    return null;
  }
}

/** Number of subscriptions read from the database at once. */
const page = 500;

/** A Paddle subscription and the stream it belongs to. */
interface Asked {
  ref: PaddleRef;
  stream: string;
  /** Whether another subscription has replaced it. Then only its payments still count here. */
  isPast: boolean;
}

const isPast = (known: SubscriptionRef | undefined): boolean =>
  known !== undefined && known.supersededAt !== null;

/**
 * Returns those of Paddle's subscriptions that seem to differ from the portal's or are unknown here. Runs one query per
 * table for the whole page. Streams that an earlier release folded are folded again first.
 */
async function doubtfulAmong(deps: ReconcileDeps, theirs: readonly PaddleSubscription[]): Promise<Asked[]> {
  const found = await findStreams(
    deps,
    theirs.map(({ ref }) => ref),
  );
  const streams = theirs.map(({ ref }) => found.streamOf(ref));
  await foldOutdated(deps, streams);
  const known = await deps.subscriptions.listByStreams(streams);
  const lastPaidAt = await deps.receipts.lastPaidAt(streams);
  const licences = await deps.licences.listByStreams(streams);
  const uncertain = await deps.receipts.withUncertainAmounts(streams);
  return theirs.flatMap((atPaddle) => {
    const { ref } = atPaddle;
    const asked = { ref, stream: found.streamOf(ref), isPast: isPast(found.known(ref)) };
    // A superseded subscription that has ended at Paddle isn't charged any longer, so it needs no check.
    if (asked.isPast) return atPaddle.status === 'deleted' ? [] : [asked];
    const { stream } = asked;
    const ours = known.get(stream);
    const paidAt = lastPaidAt.get(stream);
    const paid = {
      paidDays: paidAt ? [dayOf(paidAt)] : [],
      validUntil: licences.get(stream)?.validUntil ?? null,
    };
    const isDoubtful =
      !ours ||
      driftOf(ours, atPaddle).length > 0 ||
      lacksNextCharge(ours, atPaddle) ||
      lacksPayment(atPaddle, paid) ||
      uncertain.has(stream);
    return isDoubtful ? [asked] : [];
  });
}

async function* pagesOfOurs(deps: Pick<Deps, 'subscriptions'>): AsyncGenerator<Subscription[]> {
  let after = '';
  for (;;) {
    const some = await deps.subscriptions.listAfter(after, page);
    if (some.length > 0) yield some;
    const last = some.at(-1);
    if (!last || some.length < page) return;
    after = last.stream;
  }
}

interface MendOne extends Asked {
  dryRun: boolean;
  find: (finding: Finding) => void;
  asking?: Asking;
}

async function mendOne(deps: ReconcileDeps, one: MendOne): Promise<void> {
  const { ref, stream, dryRun, find, asking = {} } = one;
  // Findings are dated before the request to Paddle, so that alerts about changes made after it are applied after the
  // findings.
  const askedAt = deps.now();
  const append = async (event: InternalEvent) => {
    if (!dryRun) await recordEvent(deps, { stream, source: 'reconciliation', event, at: askedAt });
  };
  const [theirs] = await deps.paddle.subscriptions({ ref, ...asking });
  await applyWhatHasCome(deps, stream);
  const ours = (await deps.subscriptions.listByStreams([stream])).get(stream) ?? null;
  if (!theirs) {
    if (one.isPast || !ours || ours.status === 'deleted' || (await isFlaggedMissing(deps, stream))) return;
    await append({ type: 'subscription_missing', by: 'reconciliation', ref });
    find({ kind: 'missing', stream, what: 'the licence is left unchanged' });
    return;
  }
  const isNew = ours === null && theirs.status !== 'deleted' && !(await isLogged(deps, stream));
  if (isNew && (await mayContinueLicence(deps, theirs))) return;
  const receipts = await deps.receipts.listByStreams([stream]);
  const paidDays = receipts.map((receipt) => dayOf(receipt.paidAt));
  const validUntil = (await deps.licences.listByStreams([stream])).get(stream)?.validUntil ?? null;
  const isWorthAsking =
    lacksPayment(theirs, { paidDays, validUntil }) ||
    (await deps.receipts.withUncertainAmounts([stream])).size > 0;
  const payments = isWorthAsking ? await deps.paddle.payments(ref, asking) : [];
  const plan = await deps.plans.findByPaddleId(theirs.planId);
  const found = foundPayments(theirs, payments, {
    receipts,
    frequency: plan?.frequency ?? null,
  });
  // Payments are recorded first, so that they count even if the rest is interrupted.
  for (const payment of found) {
    await append(payment);
    find({ kind: 'payment', stream, what: `payment ${payment.paymentId} of ${payment.paidOn}` });
  }
  if (one.isPast) return;
  const drift = driftOf(ours, theirs);
  // Paddle knows a subscription that was flagged as missing. Recording it again resolves the flag.
  if (await isFlaggedMissing(deps, stream)) drift.push('found at Paddle again');
  if (ours === null && theirs.status === 'deleted' && found.length === 0) return;
  if (drift.some((name) => name !== 'nextCharge')) await append(foundSubscription(theirs));
  // A payment that no alert reported makes the next charge unknown. That an unknown one is now known is no difference.
  const isChargeOutdated = drift.length > 0 || found.length > 0 || lacksNextCharge(ours, theirs);
  const charge = isChargeOutdated ? foundCharge(theirs, 'reconciliation') : null;
  if (charge) await append(charge);
  if (drift.length > 0) find({ kind: 'subscription', stream, what: drift.join(', ') });
}

/**
 * Applies the stream's pending events first. Otherwise an alert that a process has just received but not yet applied
 * would look like a difference.
 */
async function applyWhatHasCome(deps: ReconcileDeps, stream: string): Promise<void> {
  await foldOutdated(deps, [stream]);
  if (!(await deps.events.hasPending(stream))) return;
  const outcome = (await applyTogether(deps, [stream])).get(stream);
  if (outcome && 'error' in outcome)
    deps.log.warn(
      { err: outcome.error, stream },
      'received events could not be applied before the comparison',
    );
}

async function isLogged({ events }: Pick<Deps, 'events'>, stream: string): Promise<boolean> {
  return ((await events.listByStreams([stream])).get(stream) ?? []).length > 0;
}

async function isFlaggedMissing(deps: Pick<Deps, 'flags'>, stream: string): Promise<boolean> {
  const flag = await deps.flags.findByReference(`missing:${stream}`);
  return flag !== null && flag.resolvedAt === null;
}
