/** How long the database's word about a token is taken. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveAccessToken } from '#server/features/instances/oauth/access-token.repository.ts';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { createTokenVerifier } from '#server/features/instances/oauth/token-verifier.ts';

let live: Map<string, LiveAccessToken>;
let queries: number;

const accessTokens = {
  findLive: async (hashes: readonly Buffer[]) => {
    queries += 1;
    return hashes.flatMap((hash) => live.get(hash.toString('hex')) ?? []);
  },
};

function issue(text: string, seconds = 3_600): void {
  const tokenHash = hashToken(text);
  const expiresAt = new Date(Date.now() + seconds * 1_000);
  live.set(tokenHash.toString('hex'), {
    tokenHash,
    clientId: 'c',
    scope: 'manage-key',
    expiresAt,
    product: null,
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  live = new Map();
  queries = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a verified token', () => {
  it('is trusted for one second, then confirmed again, and refused once it was revoked', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token');
    expect(await verify('token')).toMatchObject({ clientId: 'c' });
    live.clear();
    vi.advanceTimersByTime(999);
    expect(await verify('token')).not.toBeNull();
    expect(queries).toBe(1);
    // Instants of the monotonic clock are fractions: exactly a second later may be either side of it.
    vi.advanceTimersByTime(2);
    expect(await verify('token')).toBeNull();
    expect(await verify('token')).toBeNull();
    expect(queries).toBe(3);
  });

  it('is confirmed once for everybody who presents it at that moment', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token');
    await Promise.all(Array.from({ length: 50 }, () => verify('token')));
    expect(queries).toBe(1);
  });

  it('is refused at the second it expires, trusted or not', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token', 0.5);
    expect(await verify('token')).not.toBeNull();
    vi.advanceTimersByTime(500);
    expect(await verify('token')).toBeNull();
  });

  it('is accepted as soon as it is issued, also when it was refused just before', async () => {
    const verify = createTokenVerifier(accessTokens);
    expect(await verify('token')).toBeNull();
    issue('token');
    expect(await verify('token')).not.toBeNull();
  });
});
