/** The twin's own time: real time plus an offset that only grows; or it stands still unless it is moved. */
import type { Store } from '#twin/state/store.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves on to that instant; an instant that has passed changes nothing. */
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
