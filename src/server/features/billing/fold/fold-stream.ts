/** The one place where billing state comes from: a pure fold over the set of a subject's events. */
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { stepsOfGrant } from './fold-grant.ts';
import { stepsOfNotice } from './fold-notice.ts';
import { stepsOfOrder } from './fold-order.ts';
import { stepsOfSubscription } from './fold-subscription.ts';
import type { DatedFact, Projection } from './projection.ts';
import { nothing, type Step } from './step.ts';

export interface FoldContext {
  /** How often the plan of that Paddle id is paid; null when it is no plan of ours. */
  frequencyOf: (paddlePlanId: number) => Frequency | null;
}

/** The events of one subject in their order, each with what they add up to so far. */
export function stepsOf(subject: string, facts: readonly DatedFact[], context: FoldContext): Generator<Step> {
  const [kind] = subject.split(':', 1);
  switch (kind) {
    case 'subscription':
      return stepsOfSubscription(subject, facts, context);
    case 'order':
      return stepsOfOrder(subject, facts, context);
    case 'grant':
      return stepsOfGrant(subject, facts);
    default:
      return stepsOfNotice(subject, facts);
  }
}

/**
 * What the events of one subject add up to, in whatever order and however often they came. Days and money come from
 * the events alone; the clock has no part in it (CONTRACT section 2, DESIGN "Billing: how it converges").
 */
export function foldSubject(subject: string, facts: readonly DatedFact[], context: FoldContext): Projection {
  let last: Step | null = null;
  for (const step of stepsOf(subject, facts, context)) last = step;
  return last?.project() ?? nothing('no event has come yet');
}
