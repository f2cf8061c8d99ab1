/**
 * Determines the status, plan and seats that Paddle reported last for a subscription. Follows docs/architecture.md
 * ("The fold"), but shares no code with the fold. The alerts of the last second decide. Updates within one second are
 * ordered so that each one starts from the state in which the previous one ended.
 */
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type {
  PaymentFailed,
  PaymentSucceeded,
  SubscriptionCreated,
  SubscriptionStatus,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';

/** A field is null if the alerts don't determine its value. */
interface Terms {
  status: SubscriptionStatus | null;
  planId: number | null;
  quantity: number | null;
}

type Word = SubscriptionCreated | SubscriptionUpdated | PaymentSucceeded | PaymentFailed;

const fields = ['status', 'planId', 'quantity'] as const satisfies readonly (keyof Terms)[];

const isUpdate = (word: Word): word is SubscriptionUpdated => word.type === 'subscription_updated';

/** The alert of a failed payment doesn't mention the seats, and its plan is only the one that was to be charged. */
const told = (word: Word): Terms =>
  word.type === 'subscription_payment_failed' ? { status: word.status, planId: null, quantity: null } : word;

const begun = (word: SubscriptionUpdated): Terms => ({
  status: word.oldStatus,
  planId: word.oldPlanId,
  quantity: word.oldQuantity,
});

const agree = (one: Terms, other: Terms): boolean =>
  fields.every((field) => one[field] === null || other[field] === null || one[field] === other[field]);

/**
 * Yields each possible order of the updates. An order is possible if every update starts from the state in which the
 * previous one ended.
 */
function* legalOrders(
  updates: readonly SubscriptionUpdated[],
  before: Terms | null,
): Generator<SubscriptionUpdated[]> {
  if (updates.length === 0) yield [];
  for (const [index, first] of updates.entries()) {
    if (before && !agree(before, begun(first))) continue;
    const others = updates.filter((_, other) => other !== index);
    for (const order of legalOrders(others, told(first))) yield [first, ...order];
  }
}

/** For each field, returns the value that all terms agree on; null if they conflict or none has a value. */
function common(all: readonly Terms[]): Terms {
  const of = <K extends keyof Terms>(field: K): Terms[K] | null => {
    const values = new Set(all.flatMap((terms) => (terms[field] === null ? [] : [terms[field]])));
    const [value] = values;
    return values.size === 1 && value !== undefined ? value : null;
  };
  return { status: of('status'), planId: of('planId'), quantity: of('quantity') };
}

/**
 * Checks that no update of this second is missing. If any alert names a plan or a number of seats that no update
 * mentions, an update is missing.
 */
const isWhole = (words: readonly Word[], updates: readonly SubscriptionUpdated[]): boolean => {
  const points = updates.flatMap((update) => [begun(update), told(update)]);
  return words.every((word) => {
    const { planId, quantity } = told(word);
    return points.some((point) => agree(point, { status: null, planId, quantity }));
  });
};

/** Returns the terms after all alerts of one second. `before` holds the terms before that second. */
function afterSecond(before: Terms, words: readonly Word[]): Terms {
  const undisputed = common(words.map(told));
  const updates = words.filter(isUpdate);
  if (updates.length === 0 || !isWhole(words, updates)) return undisputed;
  // Orders that start from the previous terms take precedence. Otherwise updates that form a cycle could start at any
  // point of it.
  const creation = words.find((word) => word.type === 'subscription_created');
  const goingOn = [...legalOrders(updates, creation ? told(creation) : before)];
  const orders = goingOn.length > 0 ? goingOn : [...legalOrders(updates, null)];
  const ends = common(orders.flatMap((order) => order.slice(-1).map(told)));
  return {
    status: undisputed.status ?? ends.status,
    planId: undisputed.planId ?? ends.planId,
    quantity: undisputed.quantity ?? ends.quantity,
  };
}

/**
 * Returns the terms that Paddle reported last. A field is null if alerts were lost and the remaining ones contradict
 * each other about it.
 */
export function lastWordOf(facts: readonly TimedEvent[]): Terms {
  const end =
    facts.find(({ fact }) => fact.type === 'subscription_cancelled')?.occurredAt ?? new Date(8.64e15);
  const seconds = new Map<number, Word[]>();
  // Alerts that are equal in every field are counted only once, because nothing in them distinguishes a second event
  // from a duplicate.
  const once = new Map(facts.map((dated) => [JSON.stringify(dated), dated]));
  for (const { fact, occurredAt } of once.values()) {
    const isWord =
      fact.type === 'subscription_created' ||
      fact.type === 'subscription_updated' ||
      fact.type === 'subscription_payment_failed' ||
      // If a payment's status is `deleted`, the subscription has already been cancelled, and the alert says nothing
      // about the terms.
      (fact.type === 'subscription_payment_succeeded' && fact.status !== 'deleted');
    if (!isWord || occurredAt > end) continue;
    seconds.set(occurredAt.getTime(), [...(seconds.get(occurredAt.getTime()) ?? []), fact]);
  }
  let known: Terms = { status: null, planId: null, quantity: null };
  for (const [, words] of [...seconds].sort(([one], [other]) => one - other)) {
    const now = afterSecond(known, words);
    const isToldOf = (field: keyof Terms) => words.some((word) => told(word)[field] !== null);
    known = {
      status: now.status,
      planId: isToldOf('planId') ? now.planId : known.planId,
      quantity: isToldOf('quantity') ? now.quantity : known.quantity,
    };
  }
  return known;
}
