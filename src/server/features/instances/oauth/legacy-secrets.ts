/**
 * Compares secrets with the bcrypt hashes of the PHP portal. That is slow on purpose, a tenth of a second of this
 * process's only thread: it is done one at a time, rarely for callers who fail all the time, and never twice for the
 * same secret.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { compare as compareBcrypt } from 'bcryptjs';

/** In one lane. A secret is some forty bytes: what waits costs next to nothing, but its caller holds a connection. */
const maxWaiting = 500;
const maxRemembered = 10_000;
/** After each comparison for a caller who has failed too often: a quarter of the thread at most. */
const pauseMs = 300;

/** Runs one thing at a time, in the order they came; null when too many wait. */
function createLane(afterEachMs: number) {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return <T>(work: () => Promise<T>): Promise<T> | null => {
    if (waiting >= maxWaiting) return null;
    waiting += 1;
    const result = tail.then(work).finally(() => {
      waiting -= 1;
    });
    tail = result.then(() => delay(afterEachMs)).catch(() => undefined);
    return result;
  };
}

export function createLegacySecrets(compare: typeof compareBcrypt = compareBcrypt) {
  const quick = createLane(0);
  const slow = createLane(pauseMs);
  // Neither a secret nor anything that could be checked without this process's memory is kept.
  const memoryKey = randomBytes(32);
  const remembered = new Map<string, Promise<boolean>>();

  function remember(name: string, comparison: Promise<boolean>): void {
    remembered.set(name, comparison);
    comparison.catch(() => remembered.delete(name));
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(oldest);
    }
  }

  return {
    /**
     * Whether the secret is the stored one; null when so many wait for that answer that no more may. `hasFailedOften`
     * says that it is probably not.
     */
    matches(
      secret: string,
      storedHash: string,
      { hasFailedOften }: { hasFailedOften: boolean },
    ): Promise<boolean> | null {
      const name = createHmac('sha256', memoryKey).update(`${storedHash}\0${secret}`).digest('base64');
      const known = remembered.get(name);
      if (known !== undefined) return known;
      const comparison = (hasFailedOften ? slow : quick)(() => compare(secret, storedHash));
      if (comparison !== null) remember(name, comparison);
      return comparison;
    },
  };
}
