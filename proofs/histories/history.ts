/** What a history is, and how one about a single subscription is written down. */

import type { Cast } from '#proofs/shop/cast.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import {
  type AlertForm,
  type PaddleState,
  type PlanOnSale,
  type Status,
  startLife,
} from '#proofs/shop/life.ts';

/** What docs/contract.md ("When a licence is good") and docs/paddle-classic.md ("Alerts") make of one stream in the end. */
export interface Ending {
  /** Of the subscription; left out where the stream has none. */
  status?: Status;
  /** What is licensed; left out: there is no licence. */
  licence?: {
    plan: PlanOnSale;
    quantity: number;
    /** Days on which it must be good, asked on that day, seven days of grace included. */
    good: string[];
    /** Days on which it must not be. */
    ended: string[];
  };
  receipts: number;
  /** Kinds of the flags that are open. */
  flags?: string[];
  /** Whose it is in the tables. */
  owner?: 'customer' | 'nobody';
}

export interface Played {
  alerts: readonly AlertForm[];
  /** By stream. */
  endings: Record<string, Ending>;
  /** What Paddle says when it is asked afterwards. */
  atPaddle: readonly PaddleState[];
}

export interface History {
  name: string;
  /** The alerts in the order in which they happened, six at most. */
  play: (cast: Cast) => Played;
}

/** Most histories are about one subscription. */
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

/** Bought for a month on the 12th of January, created and paid within one second. */
export const bought = (life: ReturnType<typeof startLife>) => life.at('2026-01-12 09:14:00').created().paid();
