/** The one place where billing state comes from: a pure fold over the set of a stream's events. */
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { stepsOfGrant } from './fold-grant.ts';
import { stepsOfNotice } from './fold-notice.ts';
import { stepsOfOrder } from './fold-order.ts';
import type { Projection, TimedEvent } from './projection.ts';
import { nothing, type Step } from './step.ts';
import { stepsOfSubscription } from './subscription/fold-subscription.ts';

export interface FoldContext {
  /** How often the plan of that Paddle id is paid; null when it is no plan of ours. */
  frequencyOf: (paddlePlanId: number) => Frequency | null;
}

/** The events of one stream in their order, each with what they add up to so far. */
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
 * What the events of one stream add up to, in whatever order and however often they came. Days and money come from
 * the events alone; the clock has no part in it (docs/contract.md, "What moves the paid day"; docs/architecture.md, "The fold").
 */
export function foldStream(stream: string, facts: readonly TimedEvent[], context: FoldContext): Projection {
  let last: Step | null = null;
  for (const step of stepsOf(stream, facts, context)) last = step;
  return last?.project() ?? nothing('no event has come yet');
}
