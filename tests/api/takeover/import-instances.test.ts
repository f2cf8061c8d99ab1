/** Tests the import of the PHP portal's OAuth clients and of the list of its access tokens. */
import { randomUUID } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import { importClients } from '#server/features/takeover/instances/import-clients.ts';
import { importTokens } from '#server/features/takeover/instances/import-tokens.ts';
import { AccessTokenRow, ClientRow } from '#server/features/takeover/source/rows.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { passportKey, passportToken } from '#tests/support/instances/passport.ts';
import { type InstanceServer, startInstanceServer } from '#tests/support/portal/instance-server.ts';

const database = useDatabase();
const key = passportKey();
let server: InstanceServer;
beforeEach(async () => {
  server = await startInstanceServer({
    ...{ db: database.db, databaseUrl: database.url },
    settings: { LARAVEL_PASSPORT_PUBLIC_KEY: key.publicPem },
  });
});
afterEach(() => server.stop());

const laravelHash = (secret: string): string => bcrypt.hashSync(secret, 4).replace('$2b$', '$2y$');
const secret = 'H64HagjfdMDauQji4w0YJ9Sz66PdnBhtpNCMMBBa';

const clientRow = (given: Partial<z.input<typeof ClientRow>> = {}): ClientRow =>
  ClientRow.parse({
    ...{ id: randomUUID(), name: 'Monica', secret: laravelHash(secret) },
    ...{ personal_access_client: '0', password_client: '0', revoked: '0' },
    ...given,
  });

const tokenRow = (given: Partial<z.input<typeof AccessTokenRow>> & { client_id: string }): AccessTokenRow =>
  AccessTokenRow.parse({
    ...{ id: `${randomUUID()}${randomUUID()}`, scopes: '["manage-key"]', revoked: '0' },
    ...{ created_at: '2026-11-29 14:00:55', updated_at: '2026-11-29 14:00:55' },
    ...{ expires_at: '2099-11-29 14:00:55' },
    ...given,
  });

const imported = (...rows: ClientRow[]) => importClients(server.deps, rows);
const importedTokens = (...rows: AccessTokenRow[]) => importTokens(server.deps, rows);

async function tokenStatus(id: string, given = secret): Promise<number> {
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: given };
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function pingStatus({ id, client_id }: AccessTokenRow, scopes = ['manage-key']): Promise<number> {
  const now = Date.now() / 1_000;
  const token = passportToken(key, { aud: client_id, jti: id, iat: now, nbf: now, exp: now + 3_600, scopes });
  const answer = await fetch(`${server.url}/api/validate`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, body: 'x=1' },
  });
  await answer.arrayBuffer();
  // 500: the token was accepted, but the request contains no key.
  return answer.status === 500 ? 200 : answer.status;
}

describe('A client of the PHP portal', () => {
  it('keeps its ID and its secret, whatever kind it was', async () => {
    const rows = [
      clientRow(),
      clientRow({ password_client: '1' }),
      clientRow({ personal_access_client: '1' }),
      clientRow({ secret }),
      clientRow({ id: '7' }),
    ];
    expect((await imported(...rows)).counts).toMatchObject({ came: 5, skipped: 0 });
    for (const { id } of rows) expect([id, await tokenStatus(id)]).toEqual([id, 200]);
    expect(await tokenStatus(rows[0]?.id ?? '', 'another secret')).toBe(401);
  });

  it('stays disabled, and one without a secret can ask for no token', async () => {
    const [disabled, open] = [clientRow({ revoked: '1' }), clientRow({ secret: null })];
    await imported(disabled, open);
    expect(await tokenStatus(disabled.id)).toBe(401);
    expect(await tokenStatus(open.id)).toBe(401);
  });

  it('comes once, and what changed there since comes with the next import', async () => {
    const row = clientRow();
    await imported(row);
    // The secret is hashed anew at its first use, which is no change.
    expect(await tokenStatus(row.id)).toBe(200);
    expect((await imported(row)).counts).toMatchObject({ came: 0, unchanged: 1 });
    const other = 'another secret of forty random characters';
    const later = { ...row, name: 'Renamed', secret: laravelHash(other) };
    expect((await imported(later)).counts).toMatchObject({ changed: 1 });
    expect([await tokenStatus(row.id), await tokenStatus(row.id, other)]).toEqual([401, 200]);
    expect(await server.deps.instanceClients.findById(row.id)).toMatchObject({ name: 'Renamed' });
    expect((await imported({ ...later, revoked: true })).counts).toMatchObject({ changed: 1 });
    expect(await tokenStatus(row.id, other)).toBe(401);
  });

  it('stays as it was changed here, also if it changed there, which is reported', async () => {
    const row = clientRow();
    await imported(row);
    const rotated = await rotateClientSecret(server.deps, { clientId: row.id, revokeTokens: false });
    if (rotated.status !== 'rotated') throw new Error(rotated.status);
    const later = { ...row, secret: laravelHash('another secret of forty random characters') };
    expect(await imported(later)).toMatchObject({
      counts: { kept: 1 },
      kept: [{ id: row.id, fields: ['secret'] }],
    });
    expect(await tokenStatus(row.id, rotated.clientSecret)).toBe(200);

    await server.deps.instanceClients.revoke(row.id);
    expect((await imported(later)).counts).toMatchObject({ unchanged: 1 });
    expect(await tokenStatus(row.id, rotated.clientSecret)).toBe(401);
  });

  it('with an ID that no client can have is skipped by its ID', async () => {
    expect(await imported(clientRow({ id: 'é' }))).toMatchObject({
      ...{ counts: { came: 0, skipped: 1 }, skipped: [{ id: 'é', reason: 'unusable_id' }] },
    });
  });
});

describe('An access token of the PHP portal', () => {
  it('opens what it opened there', async () => {
    const client = clientRow();
    const gone = clientRow({ revoked: '1' });
    await imported(client, gone);
    const of = { client_id: client.id };
    const cases = [
      [tokenRow(of), ['manage-key'], 200],
      [tokenRow({ ...of, scopes: '["*"]' }), ['*'], 200],
      [tokenRow({ ...of, scopes: '[]' }), [], 403],
      [tokenRow({ ...of, scopes: 'broken' }), ['manage-key'], 403],
      [tokenRow({ ...of, revoked: '1' }), ['manage-key'], 401],
      [tokenRow({ ...of, expires_at: '2026-01-01 00:00:00' }), ['manage-key'], 401],
      [tokenRow({ client_id: gone.id }), ['manage-key'], 401],
    ] as const;
    const rows = cases.map(([row]) => row);
    expect((await importedTokens(...rows)).counts).toEqual({ came: 7, changed: 0, unchanged: 0, skipped: 0 });
    for (const [row, scopes, status] of cases) expect(await pingStatus(row, [...scopes])).toBe(status);
  });

  it('comes once, is revoked if it was revoked there since, and stays revoked if it was revoked here', async () => {
    const client = clientRow();
    await imported(client);
    const [one, two] = [tokenRow({ client_id: client.id }), tokenRow({ client_id: client.id })];
    await importedTokens(one, two);
    expect((await importedTokens(one, two)).counts).toMatchObject({ came: 0, unchanged: 2 });
    expect((await importedTokens({ ...one, revoked: true }, two)).counts).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    expect([await pingStatus(one), await pingStatus(two)]).toEqual([401, 200]);
    await server.deps.legacyTokens.revokeAllOf(client.id);
    expect((await importedTokens(one, two)).counts).toMatchObject({ changed: 0, unchanged: 2 });
    await expect.poll(() => pingStatus(two), { timeout: 5_000 }).toBe(401);
  });

  it('of a client that is not there is skipped by its ID', async () => {
    const row = tokenRow({ client_id: randomUUID() });
    expect(await importedTokens(row)).toMatchObject({ skipped: [{ id: row.id, reason: 'unknown_client' }] });
  });
});
