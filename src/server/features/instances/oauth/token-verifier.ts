/** Whether a presented access token lives. */
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import type { AccessTokenRepository, LiveAccessToken } from './access-token.repository.ts';
import { hashToken } from './token-hash.ts';

/** How long the database's word is taken for a token: a revoked one is refused this much later at most. */
const trustMs = 1_000;
const rememberedTokens = 10_000;

export type TokenVerifier = (token: string) => Promise<LiveAccessToken | null>;

/**
 * Verifies tokens against the database. A living one is trusted for one second after it was last confirmed; a
 * refused one is never remembered, for it may be issued meanwhile. Throws when the database cannot be asked.
 */
export function createTokenVerifier(accessTokens: Pick<AccessTokenRepository, 'findLive'>): TokenVerifier {
  const confirmed = new Map<string, { token: LiveAccessToken; trustedUntil: number }>();

  const confirm = createBatcher<LiveAccessToken>({
    async load(hashes) {
      // Counted from when the question was sent: the answer may be as old as that.
      const trustedUntil = performance.now() + trustMs;
      const live = await accessTokens.findLive(hashes.map((hash) => Buffer.from(hash, 'latin1')));
      const answers = new Map(live.map((token) => [token.tokenHash.toString('latin1'), token]));
      for (const [hash, token] of answers) {
        confirmed.delete(hash);
        confirmed.set(hash, { token, trustedUntil });
      }
      forgetOldest();
      return answers;
    },
  });

  function forgetOldest(): void {
    for (const hash of confirmed.keys()) {
      if (confirmed.size <= rememberedTokens) return;
      confirmed.delete(hash);
    }
  }

  return async (text) => {
    const hash = hashToken(text).toString('latin1');
    const known = confirmed.get(hash);
    let token: LiveAccessToken | undefined;
    if (known && performance.now() < known.trustedUntil) {
      token = known.token;
    } else {
      confirmed.delete(hash);
      token = await confirm(hash);
    }
    return token && token.expiresAt.getTime() > Date.now() ? token : null;
  };
}
