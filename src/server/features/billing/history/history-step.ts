/** Defines what the parts of the history share: an event, the situation around it, and the entries so far. */
import type { StoredChange } from '#server/features/billing/changes/subscription-change.repository.ts';
import type {
  EntitlementProjection,
  SubscriptionProjection,
} from '#server/features/billing/fold/projection.ts';
import type { TimelineEntry } from '#server/features/billing/fold/timeline.ts';
import type { ChangeKind } from '#shared/billing/changes.ts';
import type { Cause, HistoryEntry, NamedPlan } from '#shared/billing/history.ts';
import { hourMs } from '#shared/durations.ts';

/** What the words of an entry depend on besides the events. */
export interface HistoryContext {
  now: Date;
  graceDays: number;
  /** The owner's account ID; null if the licence has no owner. */
  ownerId: number | null;
  /** The changes that the owner asked for. */
  changes: readonly Pick<StoredChange, 'kind' | 'state' | 'askedAt' | 'administratorId'>[];
  /** Returns a plan by its Paddle ID. */
  planOf: (paddlePlanId: number) => NamedPlan;
}

/** The licence and its subscription, as far as the events have told. */
export interface Situation {
  licence: EntitlementProjection | null;
  subscription: SubscriptionProjection | null;
}

/** An event with the situation before and after it. */
export interface HistoryStep {
  entry: TimelineEntry;
  before: Situation;
  after: Situation;
  /** Returns who caused a change of the subscription. */
  causeOf: (kind: ChangeKind) => Cause;
}

/** An entry with the time of its event. Entries are completed when Paddle reports the payment in another alert. */
export interface Told {
  at: Date;
  entry: HistoryEntry;
}

/**
 * Milliseconds between two alerts about the same action, such as a change and its payment, and between a change that
 * was asked for in the portal and Paddle's alert.
 */
export const sameActionMs = hourMs;
