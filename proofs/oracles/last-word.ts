/**
 * Determines what Paddle last said about a subscription's status, plan and seats, following docs/architecture.md ("The
 * fold") independently of the fold. The last second counts. Within one second, the updates are ordered so that each
 * starts from the state in which the previous one ended.
 */
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type {
  PaymentFailed,
  PaymentSucceeded,
  SubscriptionCreated,
  SubscriptionStatus,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';

/** A field is null if the alerts don't determine it. */
interface Terms {
  status: SubscriptionStatus | null;
  planId: number | null;
  quantity: number | null;
}

type Word = SubscriptionCreated | SubscriptionUpdated | PaymentSucceeded | PaymentFailed;

const fields = ['status', 'planId', 'quantity'] as const satisfies readonly (keyof Terms)[];

const isUpdate = (word: Word): word is SubscriptionUpdated => word.type === 'subscription_updated';

/** A failed payment doesn't mention seats, and names only the plan that was to be charged. */
const told = (word: Word): Terms =>
  word.type === 'subscription_payment_failed' ? { status: word.status, planId: null, quantity: null } : word;

const begun = (word: SubscriptionUpdated): Terms => ({
  status: word.oldStatus,
  planId: word.oldPlanId,
  quantity: word.oldQuantity,
});

const agree = (one: Terms, other: Terms): boolean =>
  fields.every((field) => one[field] === null || other[field] === null || one[field] === other[field]);

/** Yields every order of the updates in which each update can follow the previous one. */
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

/** Returns the values that all terms agree on; null where they conflict or no value is known. */
function common(all: readonly Terms[]): Terms {
  const of = <K extends keyof Terms>(field: K): Terms[K] | null => {
    const values = new Set(all.flatMap((terms) => (terms[field] === null ? [] : [terms[field]])));
    const [value] = values;
    return values.size === 1 && value !== undefined ? value : null;
  };
  return { status: of('status'), planId: of('planId'), quantity: of('quantity') };
}

/**
 * Checks that no update of this second was lost. If an alert names a plan or seats that no update mentions, an update
 * is missing.
 */
const isWhole = (words: readonly Word[], updates: readonly SubscriptionUpdated[]): boolean => {
  const points = updates.flatMap((update) => [begun(update), told(update)]);
  return words.every((word) => {
    const { planId, quantity } = told(word);
    return points.some((point) => agree(point, { status: null, planId, quantity }));
  });
};

/** Returns the terms after all alerts of one second, given the terms before it. */
function afterSecond(before: Terms, words: readonly Word[]): Terms {
  const undisputed = common(words.map(told));
  const updates = words.filter(isUpdate);
  if (updates.length === 0 || !isWhole(words, updates)) return undisputed;
  // Prefers orders that start from the previous terms, because updates that form a cycle could otherwise start
  // anywhere.
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
 * each other.
 */
export function lastWordOf(facts: readonly TimedEvent[]): Terms {
  const end =
    facts.find(({ fact }) => fact.type === 'subscription_cancelled')?.occurredAt ?? new Date(8.64e15);
  const seconds = new Map<number, Word[]>();
  // Alerts that are equal in every field are counted once: nothing on the wire distinguishes them from a duplicate.
  const once = new Map(facts.map((dated) => [JSON.stringify(dated), dated]));
  for (const { fact, occurredAt } of once.values()) {
    const isWord =
      fact.type === 'subscription_created' ||
      fact.type === 'subscription_updated' ||
      fact.type === 'subscription_payment_failed' ||
      // A payment whose status is already `deleted` says nothing about the terms.
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
