/** An interruptible wait between two rounds of work. */

export interface Pause {
  /** Resolves after `milliseconds`, or as soon as `end` is called. Doesn't keep the process alive. */
  wait: (milliseconds: number) => Promise<void>;
  /** Ends the current wait; if there is none, the next one ends immediately. */
  end: () => void;
}

/**
 * Uses one timer and one callback per wait and leaves nothing behind. Combining signals in each round
 * (`AbortSignal.any`) would leak an entry in the long-lived signal (Node 20).
 */
export function createPause(): Pause {
  let isEnded = false;
  let wake: (() => void) | null = null;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const over = () => {
          if (wake !== over) return;
          clearTimeout(timer);
          wake = null;
          isEnded = false;
          resolve();
        };
        wake = over;
        // Resolves asynchronously. Otherwise, work that always requests another round would starve everything else in
        // the process.
        if (isEnded) setImmediate(over);
        else timer = setTimeout(over, milliseconds).unref();
      }),
    end: () => {
      isEnded = true;
      wake?.();
    },
  };
}
