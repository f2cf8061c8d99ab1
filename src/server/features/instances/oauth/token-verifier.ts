/** Verifies presented access tokens. */
import { LRUCache } from 'lru-cache';
import { lazily } from '#server/platform/lazily.ts';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import { secondMs } from '#shared/durations.ts';
import type { AccessTokenRepository, LiveAccessToken } from './access-token.repository.ts';
import { hashToken } from './token-hash.ts';

/**
 * Milliseconds for which a confirmed token is trusted without another query. A revoked token is accepted for at most
 * this long.
 */
const trustMs = secondMs;
/** Minimum interval, in milliseconds, between second lookups of the same token. */
const secondLookEveryMs = 10 * secondMs;
/** The format of the tokens that the portal issues: 43 characters of base64url (oidc-provider). */
const isIssuedForm = (token: string): boolean => /^[\w-]{43}$/.test(token);
const maxRemembered = 10_000;
/**
 * The clock that `start` is read from. It is passed explicitly because lru-cache otherwise keeps the `performance`
 * object that existed when it was loaded, and tests replace that object later.
 */
const monotonicClock = { now: () => performance.now() };
const lasting = (ttl: number) => ({ max: maxRemembered, ttl, ttlResolution: 0, perf: monotonicClock });

export type TokenVerifier = (token: string) => Promise<LiveAccessToken | null>;

/**
 * Verifies tokens against the database. A live token is trusted for one second after it was confirmed. A token that
 * isn't found is looked up again with `findLiveCaughtUp`, because in a cluster it may just have been issued through
 * another node. Only one query for second lookups runs at a time, and each token gets a second lookup at most once in
 * ten seconds. First lookups aren't limited. Throws if the database can't be reached.
 */
export function createTokenVerifier(
  accessTokens: Pick<AccessTokenRepository, 'findLive' | 'findLiveCaughtUp'>,
): TokenVerifier {
  // Created when the first token arrives, because a cache reserves the space for all its entries.
  const remembered = lazily({
    confirmed: () => new LRUCache<string, LiveAccessToken>(lasting(trustMs)),
    lookedUpTwice: () => new LRUCache<string, true>(lasting(secondLookEveryMs)),
  });

  const lookUp =
    (find: (hashes: readonly Buffer[]) => Promise<LiveAccessToken[]>) =>
    async (hashes: readonly string[]) => {
      // Trust counts from the time at which the query was sent, because its result may be that old.
      const start = performance.now();
      const live = await find(hashes.map((hash) => Buffer.from(hash, 'latin1')));
      const found = new Map(live.map((token) => [token.tokenHash.toString('latin1'), token]));
      for (const [hash, token] of found) remembered.confirmed.set(hash, token, { start });
      return found;
    };
  const confirm = createBatcher({ load: lookUp(accessTokens.findLive) });
  // Second lookups run one at a time, so that at most one connection waits for a database node to catch up.
  const confirmCaughtUp = createBatcher({ load: lookUp(accessTokens.findLiveCaughtUp), maxConcurrent: 1 });

  async function secondLook(text: string, hash: string): Promise<LiveAccessToken | undefined> {
    if (!isIssuedForm(text) || remembered.lookedUpTwice.get(hash)) return undefined;
    const token = await confirmCaughtUp(hash);
    if (!token) remembered.lookedUpTwice.set(hash, true);
    return token;
  }

  return async (text) => {
    const hash = hashToken(text).toString('latin1');
    const token = remembered.confirmed.get(hash) ?? (await confirm(hash)) ?? (await secondLook(text, hash));
    return token && token.expiresAt.getTime() > Date.now() ? token : null;
  };
}
