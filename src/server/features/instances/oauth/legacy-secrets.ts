/**
 * Compares secrets with the bcrypt hashes of the PHP portal. A comparison takes about a tenth of a second of processor
 * time, so it runs in another thread, one at a time, and its result is remembered. Networks take turns, so a network
 * that sends wrong secrets delays itself.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import { createFairLane } from '#server/platform/scheduling/fair-lane.ts';
import { createBcryptThread } from './bcrypt-thread.ts';

/** Per lane. A waiting secret takes a few hundred bytes, but each one holds its caller's connection. */
const maxWaiting = 500;
const maxRemembered = 10_000;
/** Milliseconds after each comparison for a network that has failed too often: it gets about half of the thread. */
const pauseMs = 100;
/** bcrypt ignores all bytes after these. */
const bcryptBytes = 72;

export function createLegacySecrets(
  compare: (secret: string, storedHash: string) => Promise<boolean> = createBcryptThread(),
) {
  const quick = createFairLane<boolean>({ maxWaiting, pauseMs: 0 });
  const slow = createFairLane<boolean>({ maxWaiting, pauseMs });
  // Only digests under a random key are kept: they can be checked nowhere but in this process.
  const memoryKey = randomBytes(32);
  /** The digest of the right secret by stored hash. Wrong secrets cannot push it out, unlike those in `wrong`. */
  const right = new LRUCache<string, Buffer>({ max: maxRemembered });
  const wrong = new LRUCache<string, true>({ max: maxRemembered });

  const digestOf = (secret: string, storedHash: string): Buffer =>
    createHmac('sha256', memoryKey)
      .update(`${storedHash}\0`)
      .update(Buffer.from(secret).subarray(0, bcryptBytes))
      .digest();

  return {
    /**
     * Whether the secret is the stored one; null where its turn did not come, because too many others wait.
     * `hasFailedOften`: the network has sent too many wrong secrets for this client, so this one is compared at a slower
     * pace. Once the right secret has been seen, every other one is refused without a comparison.
     */
    async matches(
      secret: string,
      storedHash: string,
      { network, hasFailedOften }: { network: string; hasFailedOften: boolean },
    ): Promise<boolean | null> {
      const digest = digestOf(secret, storedHash);
      const wrongKey = digest.toString('base64');

      function known(): boolean | undefined {
        const rightDigest = right.get(storedHash);
        if (rightDigest) return equalInConstantTime(rightDigest, digest);
        return wrong.get(wrongKey) ? false : undefined;
      }
      async function run(): Promise<boolean> {
        const matches = await compare(secret, storedHash);
        if (matches) right.set(storedHash, digest);
        else wrong.set(wrongKey, true);
        return matches;
      }
      return known() ?? (hasFailedOften ? slow : quick)(network, { known, run });
    },
  };
}
