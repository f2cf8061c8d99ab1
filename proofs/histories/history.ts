/** Defines histories, with a helper for those about a single subscription. */

import type { Cast } from '#proofs/shop/cast.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import { type AlertForm, type PaddleState, type Status, startLife } from '#proofs/shop/life.ts';
import type { PlanOnSale } from '#proofs/shop/plans.ts';

/**
 * The final state of one stream according to docs/contract.md ("When a licence is good") and docs/paddle-classic.md
 * ("Alerts").
 */
export interface Ending {
  /** Status of the subscription; absent if the stream has none. */
  status?: Status;
  /** The licence; absent if there is none. */
  licence?: {
    plan: PlanOnSale;
    quantity: number;
    /** Days on which a check must find the licence good, including the seven days of grace. */
    good: string[];
    /** Days on which a check must not find it good. */
    ended: string[];
  };
  receipts: number;
  /** Kinds of the open flags. */
  flags?: string[];
  /** The owner stored in the tables. Not checked if absent. */
  owner?: 'customer' | 'nobody';
}

export interface Played {
  alerts: readonly AlertForm[];
  /** The expected endings, by stream. */
  endings: Record<string, Ending>;
  /** The subscriptions that Paddle returns when queried afterwards. */
  atPaddle: readonly PaddleState[];
}

export interface History {
  name: string;
  /** Returns at most six alerts, in the order in which they happened, with their expected endings. */
  play: (cast: Cast) => Played;
}

/** Creates a history about a single subscription, as most histories are. */
export const ofOne = (
  name: string,
  live: (life: ReturnType<typeof startLife>) => unknown,
  ending: Ending,
  options: Parameters<typeof startLife>[1] = {},
): History => ({
  name,
  play(cast) {
    const life = startLife(cast, options);
    live(life);
    return {
      alerts: life.alerts,
      endings: { [subscriptionStream(cast.subscriptionId)]: ending },
      atPaddle: [life.state],
    };
  },
});

export const seat = (plan: PlanOnSale, good: string[], ended: string[], quantity = 1) => ({
  plan,
  quantity,
  good,
  ended,
});

/** A purchase on 12 January, created and paid within one second. */
export const bought = (life: ReturnType<typeof startLife>) => life.at('2026-01-12 09:14:00').created().paid();
