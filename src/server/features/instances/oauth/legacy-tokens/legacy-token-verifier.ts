/** Verifies presented access tokens of the PHP portal. */
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { lazily } from '#server/platform/lazily.ts';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { minuteMs, secondMs } from '#shared/durations.ts';
import { manageKeyScope } from '#shared/instances/instances.ts';
import type { FoundLegacyToken, LegacyTokenRepository } from './legacy-token.repository.ts';
import { isJwt, type ReadLegacyToken, readLegacyToken } from './read-legacy-token.ts';

/** As for the portal's own tokens: how long a confirmed token is trusted without another query. */
const trustMs = secondMs;
/** The PHP portal's clock may have been ahead of ours. */
const leewayMs = minuteMs;
const maxRemembered = 10_000;

export interface LegacyTokenSettings {
  /** The keys with which Passport's signatures are verified, the newest first. */
  publicKeys: readonly KeyObject[];
  /** Whether the tokens are accepted. If not, they count as revoked. */
  areAccepted: boolean;
}

export type VerifiedLegacyToken =
  | { status: 'live'; id: string; clientId: string; scope: string; product: Product | null }
  /** It was revoked, its client is disabled, or the operator has ended all tokens of the PHP portal. */
  | { status: 'revoked'; id: string; clientId: string }
  | { status: 'unknown' };

const unknown: VerifiedLegacyToken = { status: 'unknown' };

/**
 * Returns a function that verifies a token; null if it isn't a JWT. A signature that was verified is remembered, so
 * that later pings with the token cost as much as those with a token of the portal. Whether the token and its client
 * are in force is looked up again after a second. Throws if the database can't be reached.
 */
export function createLegacyTokenVerifier(
  legacyTokens: Pick<LegacyTokenRepository, 'find'>,
  { publicKeys, areAccepted }: LegacyTokenSettings,
): (token: string) => Promise<VerifiedLegacyToken> | null {
  const remembered = lazily({
    /** By the hash of the token. */
    signed: () => new LRUCache<string, ReadLegacyToken>({ max: maxRemembered }),
    /** By its ID. */
    confirmed: () =>
      new LRUCache<string, FoundLegacyToken>({
        ...{ max: maxRemembered, ttl: trustMs, ttlResolution: 0 },
        // Read at each use, because tests replace the object.
        perf: { now: () => performance.now() },
      }),
  });

  const lookUp = createBatcher({
    load: async (ids: readonly string[]) => {
      // Trust counts from the time at which the query was sent, because its result may be that old.
      const start = performance.now();
      const found = await legacyTokens.find(ids);
      for (const token of found) if (!token.isRevoked) remembered.confirmed.set(token.id, token, { start });
      return new Map(found.map((token) => [token.id, token]));
    },
  });

  async function read(token: string): Promise<ReadLegacyToken | null> {
    const hash = hashToken(token).toString('latin1');
    const known = remembered.signed.get(hash);
    if (known) return known;
    const signed = await readLegacyToken(token, publicKeys);
    if (signed) remembered.signed.set(hash, signed);
    return signed;
  }

  async function verify(text: string): Promise<VerifiedLegacyToken> {
    const signed = await read(text);
    if (!signed) return unknown;
    const now = Date.now();
    if (signed.expiresAt.getTime() <= now) return unknown;
    if (signed.notBefore && signed.notBefore.getTime() > now + leewayMs) return unknown;
    const stored = remembered.confirmed.get(signed.id) ?? (await lookUp(signed.id));
    if (!stored || stored.clientId !== signed.clientId || stored.expiresAt.getTime() <= now) return unknown;
    const { id, clientId, product } = stored;
    if (stored.isRevoked || !areAccepted) return { status: 'revoked', id, clientId };
    return {
      status: 'live',
      id,
      clientId,
      product,
      scope: signed.mayPing && stored.mayPing ? manageKeyScope : '',
    };
  }

  return (token) => (publicKeys.length > 0 && isJwt(token) ? verify(token) : null);
}
