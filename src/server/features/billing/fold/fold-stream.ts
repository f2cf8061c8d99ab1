/**
 * Computes billing state with a pure function over the events of a stream. There is no other source of billing state.
 */
import { stepsOfGrant } from './fold-grant.ts';
import { stepsOfNotice } from './fold-notice.ts';
import { stepsOfOrder } from './fold-order.ts';
import type { FoldContext, Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';
import { stepsOfSubscription } from './subscription/fold-subscription.ts';

/** Yields the events of a stream in order, each with the state after it. */
export function stepsOf(stream: string, facts: readonly TimedEvent[], context: FoldContext): Generator<Step> {
  const [kind] = stream.split(':', 1);
  switch (kind) {
    case 'subscription':
      return stepsOfSubscription(stream, facts, context);
    case 'order':
      return stepsOfOrder(stream, facts, context);
    case 'grant':
      return stepsOfGrant(stream, facts);
    default:
      return stepsOfNotice(stream, facts);
  }
}

/**
 * Folds the events of a stream. The result depends neither on the order in which the events arrived nor on duplicates.
 * Days and amounts come only from the events, never from the clock (docs/contract.md, "What moves the paid day";
 * docs/architecture.md, "The fold").
 */
export function foldStream(stream: string, facts: readonly TimedEvent[], context: FoldContext): Projection {
  let last: Step | null = null;
  for (const step of stepsOf(stream, facts, context)) last = step;
  return last?.project() ?? nothing('no event has arrived yet');
}
