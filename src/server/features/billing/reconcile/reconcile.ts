/** Compares the tables with Paddle's own view and corrects differences by appending what was found to the log. */

import type { Deps } from '#server/deps.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { applyTogether } from '#server/features/billing/inbox/apply-together.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import type { SubscriptionRef } from '#server/features/billing/streams/subscription-ref.repository.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import {
  type Alert,
  PaddleRefusal,
  type PaddleSubscription,
  PaddleUnavailable,
} from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { dayOf } from '#shared/dates.ts';
import { driftOf, foundPayments, foundSubscription, lacksPayment } from './compare.ts';
import { ingestMissedAlerts } from './ingest-missed-alerts.ts';
import { createRefList } from './ref-list.ts';

export interface Finding {
  /** `alert`: never came. `subscription`, `payment`: no alert told of it. `missing`: Paddle does not know it. */
  kind: 'alert' | 'subscription' | 'payment' | 'missing';
  stream: string | null;
  what: string;
}

export interface Reconciliation {
  /** The first thousand; `report` is told of all. */
  findings: Finding[];
  /** How many there were. */
  found: number;
  /** What Paddle could not be asked, or was told and could not be stored, in a sentence each: left as it is. */
  problems: string[];
  subscriptions: number;
}

export interface Reconcile {
  /** Only says what it would do. */
  dryRun?: boolean;
  /** How far back lost alerts are looked for. Paddle's history reaches back 90 days. */
  since: Date;
  /** Called with each finding as soon as it is made and mended. */
  report?: (finding: Finding) => void;
  /** When aborted, throws the signal's reason before its next step. Safe to start again at any time. */
  stopped?: AbortSignal;
  /** Told how far the history of alerts has been looked at: another time may begin there. */
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
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'transaction'
>;

/**
 * First the alerts that never came: with them the rows end as if nothing had been lost. Then every subscription in
 * Paddle's own view, for what is older than its history; what has come and is not applied yet is applied before it is
 * compared, in a dry run as well. Mends by appending to the log, so it may be repeated at
 * any time; never ends a licence because Paddle could not be asked, or did not know it. Throws only what is no
 * failure of Paddle's.
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
  await unlessPaddleFails(result, 'the alerts it has sent', () =>
    ingestMissedAlerts(deps, {
      since,
      dryRun,
      stopped,
      onReadThrough,
      onLost: (alert, stream) => find({ kind: 'alert', stream, what: nameOf(alert) }),
      onUnstored(alert, error) {
        deps.log.error(
          { err: error, alertId: alert.alertId },
          'an alert of Paddle’s history cannot be stored',
        );
        result.problems.push(`The alert ${nameOf(alert)} could not be stored`);
      },
    }),
  );
  // A long list is outdated by the time its end has been read, so what seems to differ is asked for individually.
  const mend = (one: Asked) => {
    stopped?.throwIfAborted();
    return unlessPaddleFails(result, one.stream, () => mendOne(deps, { ...one, dryRun, find }));
  };
  const told = createRefList();
  const isWhole = await unlessPaddleFails(result, 'its subscriptions', async () => {
    for await (const theirs of deps.paddle.everySubscription()) {
      stopped?.throwIfAborted();
      for (const { ref } of theirs) told.add(ref);
      for (const doubtful of await doubtfulAmong(deps, theirs)) await mend(doubtful);
    }
    return true;
  });
  const toldOf = told.done();
  result.subscriptions = toldOf.size;
  // After an incomplete list, nothing can be called missing.
  if (!isWhole) return result;
  for await (const ours of pagesOfOurs(deps)) {
    for (const { stream, ref, status } of ours) {
      if (status !== 'deleted' && !toldOf.has(ref)) await mend({ stream, ref, isPast: false });
    }
  }
  return result;
}

/** The same for one subscription. */
export async function reconcileSubscription(deps: ReconcileDeps, ref: PaddleRef): Promise<Reconciliation> {
  const { streamOf, known } = await findStreams(deps, [ref]);
  const one = { ref, stream: streamOf(ref), isPast: isPast(known(ref)) };
  const result: Reconciliation = { findings: [], found: 0, problems: [], subscriptions: 1 };
  const find = (finding: Finding) => {
    result.found = result.findings.push(finding);
  };
  await unlessPaddleFails(result, one.stream, () => mendOne(deps, { ...one, dryRun: false, find }));
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
    result.problems.push(`Paddle could not be asked for ${what}: ${error.message}`);
    return null;
  }
}

/** Subscriptions of ours that are looked at together. */
const page = 500;

/** A subscription at Paddle, and the stream that it belongs to. */
interface Asked {
  ref: PaddleRef;
  stream: string;
  /** Another one has taken its place: only its payments still count here. */
  isPast: boolean;
}

const isPast = (known: SubscriptionRef | undefined): boolean =>
  known !== undefined && known.supersededAt !== null;

/** Those of some of Paddle's that seem to differ here, or are unknown; one look at each table. */
async function doubtfulAmong(deps: ReconcileDeps, theirs: readonly PaddleSubscription[]): Promise<Asked[]> {
  const found = await findStreams(
    deps,
    theirs.map(({ ref }) => ref),
  );
  const streams = theirs.map(({ ref }) => found.streamOf(ref));
  const known = await deps.subscriptions.listByStreams(streams);
  const lastPaidAt = await deps.receipts.lastPaidAt(streams);
  const licences = await deps.licences.listByStreams(streams);
  const uncertain = await deps.receipts.withUncertainAmounts(streams);
  return theirs.flatMap((atPaddle) => {
    const { ref } = atPaddle;
    const asked = { ref, stream: found.streamOf(ref), isPast: isPast(found.known(ref)) };
    // A superseded subscription that has ended is not charged.
    if (asked.isPast) return atPaddle.status === 'deleted' ? [] : [asked];
    const { stream } = asked;
    const ours = known.get(stream);
    const paidAt = lastPaidAt.get(stream);
    const paid = {
      paidDays: paidAt ? [dayOf(paidAt)] : [],
      validUntil: licences.get(stream)?.validUntil ?? null,
    };
    const isDoubtful =
      !ours || driftOf(ours, atPaddle).length > 0 || lacksPayment(atPaddle, paid) || uncertain.has(stream);
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
}

async function mendOne(deps: ReconcileDeps, one: MendOne): Promise<void> {
  const { ref, stream, dryRun, find } = one;
  // What is found was so when the question was asked: an alert about a later change comes after it.
  const askedAt = deps.now();
  const append = async (event: InternalEvent) => {
    if (!dryRun) await recordEvent(deps, { stream, source: 'reconciliation', event, at: askedAt });
  };
  const [theirs] = await deps.paddle.subscriptions({ ref });
  await applyWhatHasCome(deps, stream);
  const ours = (await deps.subscriptions.listByStreams([stream])).get(stream) ?? null;
  if (!theirs) {
    if (one.isPast || !ours || ours.status === 'deleted' || (await isFlaggedMissing(deps, stream))) return;
    await append({ type: 'subscription_missing', by: 'reconciliation', ref });
    find({ kind: 'missing', stream, what: 'Paddle does not know it; the licence goes on' });
    return;
  }
  const receipts = await deps.receipts.listByStreams([stream]);
  const paidDays = receipts.map((receipt) => dayOf(receipt.paidAt));
  const validUntil = (await deps.licences.listByStreams([stream])).get(stream)?.validUntil ?? null;
  const isWorthAsking =
    lacksPayment(theirs, { paidDays, validUntil }) ||
    (await deps.receipts.withUncertainAmounts([stream])).size > 0;
  const payments = isWorthAsking ? await deps.paddle.payments(ref) : [];
  const plan = await deps.plans.findByPaddleId(theirs.planId);
  const found = foundPayments(theirs, payments, {
    receipts,
    frequency: plan?.frequency ?? null,
  });
  // Payments first: what is paid counts even if this ends half-way.
  for (const payment of found) {
    await append(payment);
    find({ kind: 'payment', stream, what: `payment ${payment.paymentId} of ${payment.paidOn}` });
  }
  if (one.isPast) return;
  const drift = driftOf(ours, theirs);
  // Paddle knows it again: writing that down takes the flag away.
  if (await isFlaggedMissing(deps, stream)) drift.push('known again');
  if (drift.length === 0 || (ours === null && theirs.status === 'deleted' && found.length === 0)) return;
  await append(foundSubscription(theirs));
  find({ kind: 'subscription', stream, what: drift.join(', ') });
}

/** What was taken in a moment ago, by whatever process, is no drift: it only waits for its turn. */
async function applyWhatHasCome(deps: ReconcileDeps, stream: string): Promise<void> {
  if (!(await deps.events.hasPending(stream))) return;
  const outcome = (await applyTogether(deps, [stream])).get(stream);
  if (outcome && 'error' in outcome)
    deps.log.warn(
      { err: outcome.error, stream },
      'received events could not be applied before the comparison',
    );
}

async function isFlaggedMissing(deps: Pick<Deps, 'flags'>, stream: string): Promise<boolean> {
  const flag = await deps.flags.findByReference(`missing:${stream}`);
  return flag !== null && flag.resolvedAt === null;
}
