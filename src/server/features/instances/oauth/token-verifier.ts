/** Whether a presented access token is live. */
import { LRUCache } from 'lru-cache';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import { secondMs } from '#shared/durations.ts';
import type { AccessTokenRepository, LiveAccessToken } from './access-token.repository.ts';
import { hashToken } from './token-hash.ts';

/** How long an answer of the database is used: a revoked token is refused at most this much later. */
const trustMs = secondMs;
const maxRemembered = 10_000;

export type TokenVerifier = (token: string) => Promise<LiveAccessToken | null>;

/**
 * Verifies tokens against the database. A live token is trusted for one second after it was confirmed; a refused one is
 * never remembered, because it may be issued meanwhile. Throws when the database cannot be reached.
 */
export function createTokenVerifier(accessTokens: Pick<AccessTokenRepository, 'findLive'>): TokenVerifier {
  const confirmed = new LRUCache<string, LiveAccessToken>({
    max: maxRemembered,
    ttl: trustMs,
    ttlResolution: 0,
  });

  const confirm = createBatcher<LiveAccessToken>({
    async load(hashes) {
      // Counted from when the question was sent: the answer may be as old as that.
      const start = performance.now();
      const live = await accessTokens.findLive(hashes.map((hash) => Buffer.from(hash, 'latin1')));
      const answers = new Map(live.map((token) => [token.tokenHash.toString('latin1'), token]));
      for (const [hash, token] of answers) confirmed.set(hash, token, { start });
      return answers;
    },
  });

  return async (text) => {
    const hash = hashToken(text).toString('latin1');
    const token = confirmed.get(hash) ?? (await confirm(hash));
    return token && token.expiresAt.getTime() > Date.now() ? token : null;
  };
}
