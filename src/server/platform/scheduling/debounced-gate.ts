/** Lets work wait until a crowd has passed: what is put off together is done together. */

export interface LullOptions {
  /** It is calm when nothing has come for so many milliseconds. */
  quietMs: number;
  /** Nothing waits longer than this, however many come. */
  maxWaitMs: number;
  /** So many wait at most: the next one sends all of them on. */
  room: number;
}

export interface Lull {
  /** Resolves when it is calm, together with all who wait. */
  pass: () => Promise<void>;
  /** Sends all who wait on at once. */
  end: () => void;
}

export function createDebouncedGate({ quietMs, maxWaitMs, room }: LullOptions): Lull {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;
  let lastAt = 0;

  function end(): void {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    for (const goOn of all) goOn();
  }

  // One timer for all of them: setting it anew for each costs more than looking again.
  function look(): void {
    const now = performance.now();
    const wait = Math.min(lastAt + quietMs, firstAt + maxWaitMs) - now;
    if (wait <= 0) end();
    else timer = setTimeout(look, wait);
  }

  return {
    end,
    pass() {
      lastAt = performance.now();
      if (waiting.length === 0) {
        firstAt = lastAt;
        timer = setTimeout(look, quietMs);
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length >= room) end();
      });
    },
  };
}
