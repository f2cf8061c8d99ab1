/** Tests access tokens that the PHP portal issued: instances keep theirs for a year and ask for no other one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { scopesMayPing } from '#server/features/instances/ping-scopes.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type PassportKey, passportKey, passportToken } from '#tests/support/instances/passport.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const newest = passportKey();
const older = passportKey();
/** Read in one of the ways in which operators write it. */
const keys = `${newest.publicPem.replaceAll('\n', '\\n')},${older.publicPem}`;
let server: InstanceServer;
let clientId: string;

const start = (settings: Record<string, string> = { LARAVEL_PASSPORT_PUBLIC_KEY: keys }) =>
  startInstanceServer({ db: database.db, databaseUrl: database.url, settings });

beforeEach(async () => {
  server = await start();
  ({ clientId } = await createClient(server.deps, { name: 'An instance', product: null }));
});
afterEach(() => server.stop());

const nowSeconds = () => Date.now() / 1_000;
const year = 31_536_000;
let last = 0;

interface Issued {
  key?: PassportKey;
  alg?: 'RS256' | 'none';
  claims?: Record<string, unknown>;
  scopes?: string[];
  isStored?: boolean;
  revokedAt?: Date | null;
}

/** Issues a token as the PHP portal did and imports its row. */
async function issue({
  key = newest,
  alg,
  claims,
  scopes = ['manage-key'],
  isStored = true,
  revokedAt = null,
}: Issued) {
  last += 1;
  const jti = String(last).padStart(80, '0');
  if (isStored) {
    await server.deps.legacyTokens.store([
      {
        id: jti,
        clientId,
        mayPing: scopesMayPing(scopes),
        expiresAt: new Date(Date.now() + 1e10),
        revokedAt,
      },
    ]);
  }
  const at = nowSeconds();
  const all = { aud: clientId, jti, iat: at, nbf: at, exp: at + year, sub: '', scopes, ...claims };
  return { jti, token: passportToken(key, all, alg) };
}

/** Pings with a key that isn't one: 500 means that the token was accepted. */
async function ping(token: string, at = server): Promise<number> {
  const answer = await fetch(`${at.url}/api/validate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ licence_key: 'no key' }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
const accepted = 500;
const statusOf = async (issued: Issued) => ping((await issue(issued)).token);

describe('A token of the PHP portal', () => {
  it('is accepted if one of the keys signed it and its scopes allow pings', async () => {
    expect(await statusOf({})).toBe(accepted);
    expect(await statusOf({ key: older })).toBe(accepted);
    expect(await statusOf({ scopes: ['*'] })).toBe(accepted);
    expect(await statusOf({ scopes: ['other', 'manage-key'] })).toBe(accepted);
    expect(await statusOf({ claims: { aud: [clientId.toUpperCase()] } })).toBe(accepted);
  });

  it.each([
    [
      'whole numbers',
      (at: number) => ({ iat: Math.floor(at), nbf: Math.floor(at), exp: Math.floor(at + year) }),
    ],
    ['fractions', (at: number) => ({ iat: at + 0.234102, nbf: at, exp: at + year + 0.556575 })],
    ['text', (at: number) => ({ iat: String(Math.floor(at)), nbf: String(Math.floor(at)), exp: at + year })],
    [
      'text with fractions',
      (at: number) => ({ iat: `${at}`, nbf: at.toFixed(6), exp: (at + year).toFixed(6) }),
    ],
    ['a beginning half a minute ahead', (at: number) => ({ iat: at + 30, nbf: at + 30 })],
  ])('is accepted with times as %s', async (_, times) => {
    expect(await statusOf({ claims: times(nowSeconds()) })).toBe(accepted);
  });

  it.each<[string, Issued]>([
    ['another key signed it', { key: passportKey() }],
    ['it is not signed', { alg: 'none' }],
    ['its ID is not stored', { isStored: false }],
    ['it was revoked', { revokedAt: new Date('2026-01-01T00:00:00Z') }],
    ['it has expired', { claims: { exp: 1_764_400_000 } }],
    ['it does not say when it ends', { claims: { exp: null } }],
    ['its end is not a time', { claims: { exp: 'never' } }],
    ['it begins in an hour', { claims: { nbf: Date.now() / 1_000 + 3_600 } }],
    ['it is of another client', { claims: { aud: '0195d2f6-0000-7000-8000-000000000000' } }],
    ['its ID is not text', { claims: { jti: 5 } }],
  ])('is refused with 401 if %s', async (_, issued) => {
    expect(await statusOf(issued)).toBe(401);
  });

  it('is refused with 403 if its scopes do not allow pings', async () => {
    expect(await statusOf({ scopes: [] })).toBe(403);
    expect(await statusOf({ claims: { scopes: ['other'] } })).toBe(403);
  });

  it('is refused if its payload was altered', async () => {
    const { token } = await issue({ scopes: [] });
    const [head, payload = '', signature] = token.split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scopes: ['*'] };
    const altered = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await ping(`${head}.${altered}.${signature}`)).toBe(401);
  });

  it('is refused as soon as its client is disabled, and counted for it', async () => {
    const { token } = await issue({});
    expect(await ping(token)).toBe(accepted);
    const revoked = await revokeClient(server.deps, clientId);
    expect(revoked).toEqual({ status: 'revoked', revokedTokens: 1 });
    await expect.poll(() => ping(token), { timeout: 5_000 }).toBe(401);
    await server.writePings();
    const sightings = await server.deps.clientSightings.listByClients([clientId]);
    expect(sightings.map(({ outcome }) => outcome)).toContain('token_revoked');
  });

  it('is refused everywhere with LEGACY_TOKENS=false, and without a key', async () => {
    const { token } = await issue({});
    for (const settings of [{ LARAVEL_PASSPORT_PUBLIC_KEY: keys, LEGACY_TOKENS: 'false' }, {}]) {
      const other = await start(settings);
      expect(await ping(token, other)).toBe(401);
      await other.stop();
    }
    expect(await ping(token)).toBe(accepted);
  });

  it('is noted when it is presented, once an hour', async () => {
    const { token } = await issue({});
    await issue({});
    const presented = () =>
      server.deps.legacyTokens.countPresented(clientId, { since: new Date('2026-01-01T00:00:00Z'), max: 10 });
    const noon = new Date('2027-01-15T12:00:00Z');
    for (const minutes of [0, 59, 61]) {
      server.setNow(new Date(noon.getTime() + minutes * 60_000));
      await ping(token);
      await server.writePings();
      const at = new Date(noon.getTime() + (minutes < 60 ? 0 : minutes * 60_000));
      expect(await server.deps.legacyTokens.lastPresentedAt(clientId)).toEqual(at);
    }
    expect(await presented()).toBe(1);
  });

  it('needs no other look at the database while it is trusted', async () => {
    const { token } = await issue({});
    const { find } = server.deps.legacyTokens;
    let looks = 0;
    Object.assign(server.deps.legacyTokens, {
      find: (ids: string[]) => {
        looks += 1;
        return find(ids);
      },
    });
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ping(token)));
    expect(new Set(answers)).toEqual(new Set([accepted]));
    expect(looks).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - started) / 1_000));
  });
});
