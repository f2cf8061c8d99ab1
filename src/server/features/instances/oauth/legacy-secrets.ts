/**
 * Compares secrets with the bcrypt hashes of the PHP portal. A comparison takes about a tenth of a second of CPU time,
 * so comparisons run one at a time in another thread, and their results are cached. Networks take turns, so that a
 * network that sends wrong secrets delays only its own requests.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { lazily } from '#server/platform/lazily.ts';
import { createFairLane } from '#server/platform/scheduling/fair-lane.ts';
import { createBcryptThread } from './bcrypt-thread.ts';

/**
 * Maximum number of secrets waiting in each lane. A waiting secret takes only a few hundred bytes, but keeps its
 * client's connection open.
 */
const maxWaiting = 500;
const maxRemembered = 10_000;
/**
 * Milliseconds to pause after each comparison for a network that has failed too often. With the pauses, the network can
 * use only about half of the thread's time.
 */
const pauseMs = 100;
/** Number of bytes that bcrypt uses; it ignores all further ones. */
const bcryptBytes = 72;

export function createLegacySecrets(
  compare: (secret: string, storedHash: string) => Promise<boolean> = createBcryptThread(),
) {
  const quick = createFairLane<boolean>({ maxWaiting, pauseMs: 0 });
  const slow = createFairLane<boolean>({ maxWaiting, pauseMs });
  // Key of the cached digests. It is random and exists only in this process, so the digests can't be checked elsewhere.
  const memoryKey = randomBytes(32);
  // Created when the first secret is compared, because a cache reserves the space for all its entries.
  const digests = lazily({
    /** Digests of right secrets, by stored hash. They are kept apart, so that wrong secrets can't evict them. */
    right: () => new LRUCache<string, Buffer>({ max: maxRemembered }),
    wrong: () => new LRUCache<string, true>({ max: maxRemembered }),
  });

  const digestOf = (secret: string, storedHash: string): Buffer =>
    createHmac('sha256', memoryKey)
      .update(`${storedHash}\0`)
      .update(Buffer.from(secret).subarray(0, bcryptBytes))
      .digest();

  return {
    /**
     * Returns whether the secret matches the stored hash; null if it wasn't compared because too many others are
     * waiting. `hasFailedOften` means that the network has sent too many wrong secrets for this client; its secrets are
     * then compared more slowly. Once the right secret for a hash is known, all other secrets are rejected without a
     * comparison.
     */
    async matches(
      secret: string,
      storedHash: string,
      { network, hasFailedOften }: { network: string; hasFailedOften: boolean },
    ): Promise<boolean | null> {
      const digest = digestOf(secret, storedHash);
      const wrongKey = digest.toString('base64');

      function known(): boolean | undefined {
        const rightDigest = digests.right.get(storedHash);
        if (rightDigest) return equalInConstantTime(rightDigest, digest);
        return digests.wrong.get(wrongKey) ? false : undefined;
      }
      async function run(): Promise<boolean> {
        const matches = await compare(secret, storedHash);
        if (matches) digests.right.set(storedHash, digest);
        else digests.wrong.set(wrongKey, true);
        return matches;
      }
      return known() ?? (hasFailedOften ? slow : quick)(network, { known, run });
    },
  };
}
