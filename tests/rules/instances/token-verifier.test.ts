/** Tests how token lookups are cached, and by how much the cache delays a revocation. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveAccessToken } from '#server/features/instances/oauth/access-token.repository.ts';
import { hashToken } from '#server/features/instances/oauth/token-hash.ts';
import { createTokenVerifier } from '#server/features/instances/oauth/token-verifier.ts';

let live: Map<string, LiveAccessToken>;
/** Tokens that were committed on another database node and that a plain read doesn't see yet. */
let elsewhere: Map<string, LiveAccessToken>;
let queries: number;
let secondLooks: number;

const accessTokens = {
  findLive: async (hashes: readonly Buffer[]) => {
    queries += 1;
    return hashes.flatMap((hash) => live.get(hash.toString('hex')) ?? []);
  },
  findLiveCaughtUp: async (hashes: readonly Buffer[]) => {
    secondLooks += 1;
    return hashes.flatMap((hash) => elsewhere.get(hash.toString('hex')) ?? []);
  },
};

function issue(text: string, seconds = 3_600, rows = live): void {
  const tokenHash = hashToken(text);
  const expiresAt = new Date(Date.now() + seconds * 1_000);
  rows.set(tokenHash.toString('hex'), {
    tokenHash,
    clientId: 'c',
    scope: 'manage-key',
    expiresAt,
    product: null,
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  // lru-cache never expires an entry that was created at time 0, and the fake clock starts at 0.
  vi.advanceTimersByTime(1);
  live = new Map();
  elsewhere = new Map();
  queries = 0;
  secondLooks = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('A verified token', () => {
  it('is cached for one second and rejected after its revocation', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token');
    expect(await verify('token')).toMatchObject({ clientId: 'c' });
    live.clear();
    vi.advanceTimersByTime(999);
    expect(await verify('token')).not.toBeNull();
    expect(queries).toBe(1);
    // Advances by two milliseconds, because the monotonic clock has fractions: after exactly one second, the cache
    // entry might or might not have expired.
    vi.advanceTimersByTime(2);
    expect(await verify('token')).toBeNull();
    expect(await verify('token')).toBeNull();
    expect(queries).toBe(3);
  });

  it('is looked up once for concurrent requests', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token');
    await Promise.all(Array.from({ length: 50 }, () => verify('token')));
    expect(queries).toBe(1);
  });

  it('is rejected when it expires, even while cached', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue('token', 0.5);
    expect(await verify('token')).not.toBeNull();
    vi.advanceTimersByTime(500);
    expect(await verify('token')).toBeNull();
  });

  it('is accepted as soon as it is issued, even after a rejection', async () => {
    const verify = createTokenVerifier(accessTokens);
    expect(await verify('token')).toBeNull();
    issue('token');
    expect(await verify('token')).not.toBeNull();
  });
});

describe('A token missing from a plain read', () => {
  const token = 'a'.repeat(43);

  it('is accepted when it was just issued through another node', async () => {
    const verify = createTokenVerifier(accessTokens);
    issue(token, 3_600, elsewhere);
    expect(await verify(token)).toMatchObject({ clientId: 'c' });
    expect(await verify(token)).not.toBeNull();
    expect([queries, secondLooks]).toEqual([1, 1]);
  });

  it('is looked up a second time at most once in ten seconds', async () => {
    const verify = createTokenVerifier(accessTokens);
    for (let time = 0; time < 3; time += 1) expect(await verify(token)).toBeNull();
    expect([queries, secondLooks]).toEqual([3, 1]);
    vi.advanceTimersByTime(10_001);
    expect(await verify(token)).toBeNull();
    expect(secondLooks).toBe(2);
  });

  it("isn't looked up a second time unless it has the portal's format", async () => {
    const verify = createTokenVerifier(accessTokens);
    expect(await verify('another form')).toBeNull();
    expect(secondLooks).toBe(0);
  });

  it('shares its second lookup with concurrent requests', async () => {
    const verify = createTokenVerifier(accessTokens);
    const tokens = Array.from({ length: 60 }, (_, index) => String(index).padStart(43, 'x'));
    await Promise.all(tokens.map(verify));
    expect(secondLooks).toBeLessThanOrEqual(2);
  });
});
