/** The wait between two rounds of work. */

export interface Pause {
  /** Resolves after so many milliseconds, or as soon as it is ended. Alone it keeps no process alive. */
  wait: (milliseconds: number) => Promise<void>;
  /** Ends the wait under way; where there is none, the next one is over at once. */
  end: () => void;
}

/**
 * One timer and one callback a wait, and nothing is left of it afterwards. Signals that are combined anew for each
 * round (`AbortSignal.any`) leave an entry behind in the one that lives as long as the process (Node 20).
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
        // Not in this turn: work that asks for the next round each time would let nothing else have one.
        if (isEnded) setImmediate(over);
        else timer = setTimeout(over, milliseconds).unref();
      }),
    end: () => {
      isEnded = true;
      wake?.();
    },
  };
}
