/** Lets work wait until a burst is over, so that what was deferred together is done together. */

export interface DebouncedGateOptions {
  /** The burst is over when no call has arrived for this long. */
  quietMs: number;
  /** The longest that any call waits. */
  maxWaitMs: number;
  /** Maximum number of calls that wait; reaching it releases all of them. */
  maxWaiting: number;
}

export interface DebouncedGate {
  /** Resolves when the burst is over, together with all other calls. */
  wait: () => Promise<void>;
  /** Releases all calls at once. */
  flush: () => void;
}

export function createDebouncedGate({ quietMs, maxWaitMs, maxWaiting }: DebouncedGateOptions): DebouncedGate {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;
  let lastAt = 0;

  function flush(): void {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    for (const release of all) release();
  }

  // One timer for all calls: resetting it for each costs more than checking again.
  function check(): void {
    const now = performance.now();
    const wait = Math.min(lastAt + quietMs, firstAt + maxWaitMs) - now;
    if (wait <= 0) flush();
    else timer = setTimeout(check, wait);
  }

  return {
    flush,
    wait() {
      lastAt = performance.now();
      if (waiting.length === 0) {
        firstAt = lastAt;
        timer = setTimeout(check, quietMs);
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length >= maxWaiting) flush();
      });
    },
  };
}
