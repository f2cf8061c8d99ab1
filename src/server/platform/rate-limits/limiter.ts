/** Rate limits that all processes share. */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import { secondMs } from '#shared/durations.ts';
import type { RateLimitRepository } from './rate-limit.repository.ts';

export interface Limit {
  /** Attempts in one window. */
  tries: number;
  /** A window begins with its first attempt. Attempts beyond the limit do not extend it. */
  seconds: number;
}

/** What is counted: the name of the limit and whom it concerns, which is stored as a keyed hash. */
export interface Counted {
  name: string;
  of: readonly string[];
  limit: Limit;
}

export type Limiter = ReturnType<typeof createLimiter>;

const hashBytes = 16;

/** Throws what the database throws: the caller decides what an unreachable database means. */
export function createLimiter({
  counters,
  vault,
  now = Date.now,
}: {
  counters: RateLimitRepository;
  vault: Pick<KeyVault, 'currentHash'>;
  now?: () => number;
}) {
  const keyOf = ({ name, of }: Counted): string =>
    `${name}:${vault
      .currentHash('rate-limit', JSON.stringify([name, ...of]))
      .subarray(0, hashBytes)
      .toString('base64url')}`;

  const secondsUntil = (at: number): number => Math.max(1, Math.ceil((at - now()) / secondMs));

  /** Seconds until the counter expires. */
  async function secondsLeft(counted: Counted): Promise<number> {
    const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
    return counter ? secondsUntil(counter.expiresAt) : 1;
  }

  return {
    /**
     * Counts an attempt under each limit in turn, up to the first that is exceeded, and returns the seconds to wait; null
     * where none is. One statement for each, because each needs its own count, and a network that is refused must add
     * nothing to the accounts it guesses at.
     */
    async take(all: readonly Counted[]): Promise<number | null> {
      for (const counted of all) {
        const points = await counters.hit(keyOf(counted), {
          now: now(),
          milliseconds: counted.limit.seconds * secondMs,
        });
        if (points > counted.limit.tries) return secondsLeft(counted);
      }
      return null;
    },

    /** Counts nothing. Returns the seconds to wait where the limit is reached, otherwise null. */
    async wait(counted: Counted): Promise<number | null> {
      const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
      return counter && counter.points >= counted.limit.tries ? secondsUntil(counter.expiresAt) : null;
    },

    /** Takes back an attempt that should not count (`giveBack`), or all earlier ones (`forget`), in one statement. */
    release: ({
      giveBack = [],
      forget = [],
    }: {
      giveBack?: readonly Counted[];
      forget?: readonly Counted[];
    }): Promise<void> => counters.release({ one: giveBack.map(keyOf), all: forget.map(keyOf) }),
  };
}
