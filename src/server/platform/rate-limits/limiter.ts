/** How often something may be tried, counted for all processes together. */
import type { KeyVault } from '#server/platform/crypto/key-vault.ts';
import { secondMs } from '#shared/durations.ts';
import type { RateLimitRepository } from './rate-limit.repository.ts';

export interface Limit {
  /** Tries in one window. */
  tries: number;
  /** A window begins with its first try; what is tried beyond the limit does not prolong it. */
  seconds: number;
}

/** What is counted: a name of ours, and whom it is about. The latter is stored as a keyed hash. */
export interface Counted {
  name: string;
  of: readonly string[];
  limit: Limit;
}

export type Limiter = ReturnType<typeof createLimiter>;

const hashBytes = 16;

/** Throws what the database throws: whoever asks decides what an unreachable one means. */
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

  /** Seconds until the counter runs out. */
  async function secondsLeft(counted: Counted): Promise<number> {
    const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
    return counter ? secondsUntil(counter.expiresAt) : 1;
  }

  return {
    /**
     * Counts a try under each in turn, up to the first that has had too many: how long to wait then, in seconds, else
     * null. A statement for each: only so does each learn its own number, and a network that is refused adds nothing to
     * the accounts it guesses at.
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

    /** Counts nothing: how long to wait where there were as many tries as are allowed, else null. */
    async wait(counted: Counted): Promise<number | null> {
      const counter = (await counters.find([keyOf(counted)], now())).get(keyOf(counted));
      return counter && counter.points >= counted.limit.tries ? secondsUntil(counter.expiresAt) : null;
    },

    /** The try that was counted has turned out to be none (`giveBack`), or what was tried before does not matter any more (`forget`): one statement. */
    release: ({
      giveBack = [],
      forget = [],
    }: {
      giveBack?: readonly Counted[];
      forget?: readonly Counted[];
    }): Promise<void> => counters.release({ one: giveBack.map(keyOf), all: forget.map(keyOf) }),
  };
}
