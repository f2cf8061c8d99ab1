/** Turns the events of a licence into entries that its owner understands. Pure: reads neither database nor clock. */
import type { TimelineEntry } from '#server/features/billing/fold/timeline.ts';
import { spanOf } from '#server/features/licences/licence-validity.ts';
import type { ChangeKind } from '#shared/billing/changes.ts';
import type { Cause, HistoryEntry } from '#shared/billing/history.ts';
import { dayOf } from '#shared/dates.ts';
import { type HistoryContext, type Situation, sameActionMs, type Told } from './history-step.ts';
import { tellLifecycle } from './tell-lifecycle.ts';
import { createPaymentTeller } from './tell-payments.ts';

const situationAfter = ({ licence, subscription }: Situation, { changes }: TimelineEntry): Situation => ({
  licence: merged(licence, changes.entitlement),
  subscription: merged(subscription, changes.subscription),
});

/** Applies changed fields, as `replayTimeline` does. The first change of a part contains all of its fields. */
const merged = <T>(part: T | null, changed: Readonly<Record<string, unknown>>): T | null =>
  part === null && Object.keys(changed).length === 0 ? null : ({ ...part, ...changed } as T);

/** Entries after which an ended licence may have worked again. */
const revivals: ReadonlySet<HistoryEntry['kind']> = new Set([
  'first_payment',
  'renewed',
  'paid',
  'plan_changed',
  'kept',
  'came_back',
  'resumed',
  'charge_moved',
  'extended',
  'reinstated',
]);

/**
 * Adds that the licence ended between two events. No event reports this: the licence ends because its last day is over.
 * Other ends follow from an entry that says so: a refund, a revocation, a pause.
 */
function tellEnd(
  told: Told[],
  { licence }: Situation,
  { since, at }: { since: Date; at: Date },
  { graceDays }: HistoryContext,
): void {
  if (!licence) return;
  const span = spanOf(licence, { graceDays });
  if (span.kind === 'void' || span.worksThrough >= dayOf(at)) return;
  const why = span.kind === 'renewing' ? 'expired' : span.reason;
  if (why === 'paused' || why === 'refunded') return;
  // The licence had ended before: it was resumed, and the payment is reported a moment later.
  if (why === 'expired' && dayOf(since) > span.worksThrough) return;
  const lastEnd = told.findLastIndex(({ entry }) => entry.kind === 'ended');
  const hasRevived = told.slice(lastEnd + 1).some(({ entry }) => revivals.has(entry.kind));
  if (lastEnd >= 0 && !hasRevived) return;
  told.push({ at, entry: { kind: 'ended', on: span.worksThrough, why } });
}

/** Returns the entries, oldest first. `timeline` contains every event of the licence's stream and of its orders. */
export function tellHistory(timeline: readonly TimelineEntry[], context: HistoryContext): HistoryEntry[] {
  const told: Told[] = [];
  const tellPayment = createPaymentTeller(told);
  let before: Situation = { licence: null, subscription: null };
  let since = new Date(0);
  for (const entry of timeline) {
    const after = situationAfter(before, entry);
    const step = { entry, before, after, causeOf: causeAt(entry, context) };
    tellEnd(told, before, { since, at: entry.at }, context);
    tellLifecycle(told, step, context);
    tellPayment(step);
    before = after;
    since = entry.at;
  }
  tellEnd(told, before, { since, at: context.now }, context);
  return told.map(({ entry }) => entry);
}

/** A change that was confirmed around the time of the event was asked for in the portal. */
const causeAt =
  ({ at, fact }: TimelineEntry, { changes }: HistoryContext) =>
  (kind: ChangeKind): Cause => {
    // A customer who comes back chooses the plan and the seats anew.
    if (fact.type === 'subscription_linked') return 'customer';
    const asked = changes.find(
      (change) =>
        change.kind === kind &&
        change.state === 'confirmed' &&
        Math.abs(change.askedAt.getTime() - at.getTime()) <= sameActionMs,
    );
    if (!asked) return 'paddle';
    return asked.administratorId === null ? 'customer' : 'operator';
  };
