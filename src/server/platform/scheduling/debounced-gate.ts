/** Delays calls until a burst of them is over, so that the work they do runs together. */

export interface DebouncedGateOptions {
  /** The burst is over after this many milliseconds without a call. */
  quietMs: number;
  /** Maximum time that a call waits, in milliseconds. */
  maxWaitMs: number;
  /** Maximum number of waiting calls. Reaching it releases all of them. */
  maxWaiting: number;
}

export interface DebouncedGate {
  /** Resolves when the burst is over, together with all other waiting calls. */
  wait: () => Promise<void>;
  /** Releases all waiting calls immediately. */
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

  // Uses one timer for all calls. When it fires too early, it is set again, which costs less than resetting it for each
  // call.
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
