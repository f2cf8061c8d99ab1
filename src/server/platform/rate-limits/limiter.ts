/** Rate limits shared by all processes. */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import { secondMs } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import type { RateLimitRepository } from './rate-limit.repository.ts';

export interface Limit {
  /** Maximum attempts per window. */
  tries: number;
  /** Length of a window, which starts with its first attempt. Attempts beyond the limit don't extend it. */
  seconds: number;
}

/**
 * The name of a limit, and the parts that identify its subject, such as a network or an account. The subject is stored
 * as a keyed hash.
 */
export interface Counted {
  name: string;
  of: readonly string[];
  limit: Limit;
}

export type Limiter = ReturnType<typeof createLimiter>;

const hashBytes = 16;

/**
 * Creates a rate limiter. It doesn't catch database errors: the caller decides what happens while the database is
 * unreachable.
 */
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

  /** Returns the seconds until the counter expires, at least 1. */
  async function secondsLeft(counted: Counted): Promise<number> {
    const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
    return counter ? secondsUntil(counter.expiresAt) : 1;
  }

  /**
   * Counts an attempt under each limit in turn, and stops at the first limit that is exceeded. Returns the seconds to
   * wait, or null if no limit is exceeded. Each limit takes one statement, because its count is needed before the
   * next: attempts from a network over its limit must not count for the accounts whose passwords it is guessing.
   */
  async function take(all: readonly Counted[]): Promise<number | null> {
    for (const counted of all) {
      const points = await counters.hit(keyOf(counted), {
        now: now(),
        milliseconds: counted.limit.seconds * secondMs,
      });
      if (points > counted.limit.tries) return secondsLeft(counted);
    }
    return null;
  }

  return {
    take,

    /**
     * Counts an attempt as `take` does. If a limit is exceeded, throws `too_many_requests` with the time to wait;
     * `reason` is for the log.
     */
    async takeOrThrow(all: readonly Counted[], reason: string): Promise<void> {
      const retryAfterSeconds = await take(all);
      if (retryAfterSeconds !== null) throw new AppError('too_many_requests', reason, { retryAfterSeconds });
    },

    /** Returns the seconds to wait if the limit has been reached, otherwise null. Doesn't count an attempt. */
    async wait(counted: Counted): Promise<number | null> {
      const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
      return counter && counter.points >= counted.limit.tries ? secondsUntil(counter.expiresAt) : null;
    },

    /**
     * Takes back one attempt under each limit in `giveBack`, and all attempts under each limit in `forget`, in a single
     * statement.
     */
    release: ({
      giveBack = [],
      forget = [],
    }: {
      giveBack?: readonly Counted[];
      forget?: readonly Counted[];
    }): Promise<void> => counters.release({ one: giveBack.map(keyOf), all: forget.map(keyOf) }),
  };
}
