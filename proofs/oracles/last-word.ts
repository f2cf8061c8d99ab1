/**
 * What Paddle last said of a subscription's status, plan and seats, by docs/architecture.md ("The fold"), apart from the fold:
 * the last second counts, and within one second the order in which every update begins as the one before it ended.
 */
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type {
  PaymentFailed,
  PaymentSucceeded,
  SubscriptionCreated,
  SubscriptionStatus,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';

/** Null is what the alerts leave open. */
interface Terms {
  status: SubscriptionStatus | null;
  planId: number | null;
  quantity: number | null;
}

type Word = SubscriptionCreated | SubscriptionUpdated | PaymentSucceeded | PaymentFailed;

const fields = ['status', 'planId', 'quantity'] as const satisfies readonly (keyof Terms)[];

const isUpdate = (word: Word): word is SubscriptionUpdated => word.type === 'subscription_updated';

/** A failure tells nothing of seats, and of the plan only what was to be charged for. */
const told = (word: Word): Terms =>
  word.type === 'subscription_payment_failed' ? { status: word.status, planId: null, quantity: null } : word;

const begun = (word: SubscriptionUpdated): Terms => ({
  status: word.oldStatus,
  planId: word.oldPlanId,
  quantity: word.oldQuantity,
});

const agree = (one: Terms, other: Terms): boolean =>
  fields.every((field) => one[field] === null || other[field] === null || one[field] === other[field]);

/** Every order of the updates in which each is legal after the one before. */
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

/** What all of them say of a field; null where they contradict each other, or say nothing. */
function common(all: readonly Terms[]): Terms {
  const of = <K extends keyof Terms>(field: K): Terms[K] | null => {
    const values = new Set(all.flatMap((terms) => (terms[field] === null ? [] : [terms[field]])));
    const [value] = values;
    return values.size === 1 && value !== undefined ? value : null;
  };
  return { status: of('status'), planId: of('planId'), quantity: of('quantity') };
}

/** Where payments of the second were for a plan or seats that no update of it names, an update was lost. */
const isWhole = (words: readonly Word[], updates: readonly SubscriptionUpdated[]): boolean => {
  const points = updates.flatMap((update) => [begun(update), told(update)]);
  return words.every((word) => {
    const { planId, quantity } = told(word);
    return points.some((point) => agree(point, { status: null, planId, quantity }));
  });
};

/** What one second's words come to, after what was known before it. */
function afterSecond(before: Terms, words: readonly Word[]): Terms {
  const undisputed = common(words.map(told));
  const updates = words.filter(isUpdate);
  if (updates.length === 0 || !isWhole(words, updates)) return undisputed;
  // Those that go on from what was before, if there are any: a circle may be entered anywhere.
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

/** Null in a field where alerts were lost, and those that came contradict each other without them. */
export function lastWordOf(facts: readonly TimedEvent[]): Terms {
  const end =
    facts.find(({ fact }) => fact.type === 'subscription_cancelled')?.occurredAt ?? new Date(8.64e15);
  const seconds = new Map<number, Word[]>();
  // Two that are equal in every field are one, told twice: nothing on the wire would tell them apart.
  const once = new Map(facts.map((dated) => [JSON.stringify(dated), dated]));
  for (const { fact, occurredAt } of once.values()) {
    const isWord =
      fact.type === 'subscription_created' ||
      fact.type === 'subscription_updated' ||
      fact.type === 'subscription_payment_failed' ||
      // One that says itself that all had ended tells of nothing else.
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
