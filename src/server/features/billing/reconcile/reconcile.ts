/** Compares what is known here with what Paddle knows, and mends the drift by writing down what was found. */
import type { Frequency } from '#shared/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { Deps } from '../../../deps.ts';
import { PaddleRefusal, type PaddleSubscription, PaddleUnavailable } from '../../../platform/paddle/port.ts';
import type { OwnEvent } from '../fold/own-events.ts';
import { subscriptionSubject } from '../fold/subjects.ts';
import { recordEvent } from '../inbox/record-event.ts';
import type { Subscription } from '../subscription.repository.ts';
import { driftOf, foundPayments, foundSubscription, lacksPayment } from './compare.ts';
import { takeInHistory } from './take-in-history.ts';

export interface Finding {
  /** `alert`: never came. `subscription`, `payment`: no alert told of it. `missing`: Paddle does not know it. */
  kind: 'alert' | 'subscription' | 'payment' | 'missing';
  subject: string | null;
  what: string;
}

export interface Reconciliation {
  findings: Finding[];
  /** What Paddle could not be asked, in a sentence each: those parts were left as they are. */
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
}

export type ReconcileDeps = Pick<
  Deps,
  | 'events'
  | 'flags'
  | 'inbox'
  | 'log'
  | 'now'
  | 'paddle'
  | 'plans'
  | 'receipts'
  | 'subscriptions'
  | 'transaction'
>;

/**
 * First the alerts that never came: with them the rows end as if nothing had been lost. Then every subscription in
 * Paddle's own view, for what is older than its history. Mends by appending to the log, so it may be repeated at
 * any time; never ends a licence because Paddle could not be asked, or did not know it. Throws only what is no
 * failure of Paddle's.
 */
export async function reconcile(deps: ReconcileDeps, options: Reconcile): Promise<Reconciliation> {
  const { dryRun = false, since, report } = options;
  const result: Reconciliation = { findings: [], problems: [], subscriptions: 0 };
  const find = (finding: Finding) => {
    result.findings.push(finding);
    report?.(finding);
  };
  await unlessPaddleFails(result, 'the alerts it has sent', async () => {
    for (const alert of await takeInHistory(deps, { since, dryRun })) {
      const subject = alert.subscriptionId === null ? null : subscriptionSubject(alert.subscriptionId);
      find({ kind: 'alert', subject, what: `${alert.name} ${alert.alertId ?? ''}`.trim() });
    }
  });
  const theirs = await unlessPaddleFails(result, 'its subscriptions', () => deps.paddle.subscriptions());
  if (!theirs) return result;
  result.subscriptions = theirs.length;
  for (let start = 0; start < theirs.length; start += together) {
    const some = theirs.slice(start, start + together);
    const ours = await readOurs(deps, some);
    for (const one of some) {
      await unlessPaddleFails(result, `the payments of ${subscriptionSubject(one.subscriptionId)}`, () =>
        compareOne(deps, { theirs: one, ours, dryRun, find }),
      );
    }
  }
  const seen = new Set(theirs.map((one) => subscriptionSubject(one.subscriptionId)));
  for await (const subject of runningHere(deps)) {
    if (!seen.has(subject)) await flagMissing(deps, { subject, dryRun, find });
  }
  return result;
}

/** The same for one subscription: asked by its id. */
export async function reconcileSubscription(
  deps: ReconcileDeps,
  subscriptionId: number,
): Promise<Reconciliation> {
  const result: Reconciliation = { findings: [], problems: [], subscriptions: 0 };
  const find = (finding: Finding) => void result.findings.push(finding);
  const subject = subscriptionSubject(subscriptionId);
  await unlessPaddleFails(result, subject, async () => {
    const [theirs] = await deps.paddle.subscriptions({ subscriptionId });
    if (theirs) {
      const ours = await readOurs(deps, [theirs]);
      await compareOne(deps, { theirs, ours, dryRun: false, find });
    }
    if (!theirs) await flagMissing(deps, { subject, dryRun: false, find });
    result.subscriptions = theirs ? 1 : 0;
  });
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

/** Subscriptions that are compared with one look at the tables. */
const together = 100;

interface Ours {
  subscriptions: ReadonlyMap<string, Subscription>;
  lastPaidAt: ReadonlyMap<string, Date>;
  frequencies: ReadonlyMap<number, Frequency>;
}

async function readOurs(deps: ReconcileDeps, theirs: readonly PaddleSubscription[]): Promise<Ours> {
  const subjects = theirs.map((one) => subscriptionSubject(one.subscriptionId));
  return {
    subscriptions: await deps.subscriptions.listBySubjects(subjects),
    lastPaidAt: await deps.receipts.lastPaidAt(subjects),
    frequencies: new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan.frequency])),
  };
}

async function compareOne(
  deps: ReconcileDeps,
  {
    theirs,
    dryRun,
    find,
    ...read
  }: { theirs: PaddleSubscription; ours: Ours; dryRun: boolean; find: (finding: Finding) => void },
): Promise<void> {
  const subject = subscriptionSubject(theirs.subscriptionId);
  const ours = read.ours.subscriptions.get(subject) ?? null;
  const lastPaidAt = read.ours.lastPaidAt.get(subject);
  const append = (event: OwnEvent) => recordEvent(deps, { subject, source: 'reconciliation', event });

  const drift = driftOf(ours, theirs);
  const payments = lacksPayment(theirs, lastPaidAt ? [dayOf(lastPaidAt)] : [])
    ? await deps.paddle.payments(theirs.subscriptionId)
    : [];
  const receipts = payments.length > 0 ? await deps.receipts.listBySubjects([subject]) : [];
  const found = foundPayments(theirs, payments, {
    references: new Set(receipts.map((receipt) => receipt.reference)),
    frequency: read.ours.frequencies.get(theirs.planId) ?? null,
  });
  // Payments first: what is paid counts even if this ends half-way.
  for (const payment of found) {
    if (!dryRun) await append(payment);
    find({ kind: 'payment', subject, what: `payment ${payment.paymentId} of ${payment.paidOn}` });
  }
  if (drift.length === 0 || (ours === null && theirs.status === 'deleted' && found.length === 0)) return;
  if (!dryRun) await append(foundSubscription(theirs));
  find({ kind: 'subscription', subject, what: drift.join(', ') });
}

const page = 500;

async function* runningHere(deps: Pick<Deps, 'subscriptions'>): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const some: Subscription[] = await deps.subscriptions.listAfter(after, page);
    for (const { subject, status } of some) if (status !== 'deleted') yield subject;
    const last = some.at(-1);
    if (!last || some.length < page) return;
    after = last.paddleSubscriptionId;
  }
}

async function flagMissing(
  deps: ReconcileDeps,
  { subject, dryRun, find }: { subject: string; dryRun: boolean; find: (finding: Finding) => void },
): Promise<void> {
  const flag = await deps.flags.findByReference(`missing:${subject}`);
  if (flag && flag.resolvedAt === null) return;
  const ours = (await deps.subscriptions.listBySubjects([subject])).get(subject);
  if (!ours) return;
  const event: OwnEvent = {
    type: 'subscription_missing',
    by: 'reconciliation',
    subscriptionId: ours.paddleSubscriptionId,
  };
  if (!dryRun) await recordEvent(deps, { subject, source: 'reconciliation', event });
  find({ kind: 'missing', subject, what: 'Paddle does not know it; the licence goes on' });
}
