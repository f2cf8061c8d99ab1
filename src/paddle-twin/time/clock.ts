/**
 * The twin's clock: real time plus an offset that only grows, or a fixed time that changes only when the clock is
 * moved.
 */
import type { Store } from '#twin/state/store.ts';

export interface Clock {
  /** Returns the current time in milliseconds since the epoch. */
  now(): number;
  /** Moves the clock to a future instant. Has no effect if the instant has passed. */
  moveTo(instant: number): void;
}

export function createClock(store: Store, { stands }: { stands: boolean }): Clock {
  const startedAt = Date.now();
  const now = () => (stands ? startedAt : Date.now()) + store.state.offsetMs;
  return {
    now,
    moveTo(instant) {
      const ahead = instant - now();
      if (ahead <= 0) return;
      store.state.offsetMs += ahead;
      store.changed();
    },
  };
}
