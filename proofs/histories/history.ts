/** Defines what a history is, and a helper for histories with a single subscription. */

import type { Cast } from '#proofs/shop/cast.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import { type AlertForm, type PaddleState, type Status, startLife } from '#proofs/shop/life.ts';
import type { PlanOnSale } from '#proofs/shop/plans.ts';

/**
 * The state that a stream must have at the end, according to docs/contract.md ("When a licence is good") and
 * docs/paddle-classic.md ("Alerts").
 */
export interface Ending {
  /** Status of the subscription; absent if the stream has no subscription. */
  status?: Status;
  /** The licence; absent if the stream has no licence. */
  licence?: {
    plan: PlanOnSale;
    quantity: number;
    /** Some days on which a check must find the licence good. They may fall in the seven days of grace. */
    good: string[];
    /** Some days on which a check must not find the licence good. */
    ended: string[];
  };
  receipts: number;
  /** Kinds of the flags that must be open. */
  flags?: string[];
  /** The expected owner in the tables; `nobody` means that there must be no owner. Not checked if absent. */
  owner?: 'customer' | 'nobody';
}

export interface Played {
  alerts: readonly AlertForm[];
  /** The expected ending of each stream, keyed by stream. */
  endings: Record<string, Ending>;
  /** The subscriptions that Paddle returns if it is queried after the history. */
  atPaddle: readonly PaddleState[];
}

export interface History {
  name: string;
  /** Returns at most six alerts in the order in which the events happened, together with the expected endings. */
  play: (cast: Cast) => Played;
}

/** Creates a history with a single subscription. Most histories have only one. */
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

/** A purchase on 12 January. The subscription is created and paid within the same second. */
export const bought = (life: ReturnType<typeof startLife>) => life.at('2026-01-12 09:14:00').created().paid();
