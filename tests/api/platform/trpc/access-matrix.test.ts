/**
 * Tests the access matrix: calls every tRPC procedure and every REST route signed out, as another customer, as the
 * owner and as an administrator. The procedures are read from the router, so a procedure without a row here fails the
 * test.
 */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { createApiToken } from '#server/features/accounts/api-tokens/change-api-tokens.ts';
import { receiptsResource } from '#server/features/billing/receipts/receipts.route.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { personalDataPath } from '#server/features/privacy/export/personal-data.route.ts';
import { createdAlert } from '#tests/support/billing/alerts.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { ownersMark, type Person, usePeople } from '#tests/support/people/people.ts';
import { allProcedures, callProcedure, type Procedure } from '#tests/support/portal/procedures.ts';
import { matrix, type Owned, type Row } from './access-rows.ts';

const database = useDatabase();
const people = usePeople(database);

const procedures = allProcedures();
let deps: Deps;
let owned: Owned;

const rows = <T extends object>(sql: string, replacements: unknown[] = []) =>
  database.db.query<T>(sql, { type: QueryTypes.SELECT, replacements });

/** Returns the owner's stored data as one string, without the times at which sessions were last used. */
async function whatTheOwnerHas(): Promise<string> {
  const { id } = people.owner;
  return JSON.stringify([
    await rows('SELECT * FROM users WHERE id = ?', [id]),
    await rows('SELECT * FROM accounts WHERE user_id = ?', [id]),
    await rows('SELECT id FROM sessions WHERE user_id = ? ORDER BY id', [id]),
    await rows('SELECT * FROM passkeys WHERE user_id = ?', [id]),
    await rows('SELECT * FROM two_factors WHERE user_id = ?', [id]),
    await rows('SELECT * FROM api_tokens WHERE user_id = ?', [id]),
    await rows('SELECT * FROM licences WHERE user_id = ?', [id]),
    await rows('SELECT * FROM receipts WHERE user_id = ?', [id]),
    await rows('SELECT * FROM security_events WHERE user_id = ?', [id]),
  ]);
}

beforeEach(async () => {
  const { portal, owner } = people;
  const { config, logger: log } = portal;
  deps = buildDeps({ config, db: database.db, log, clock: { now: portal.now } });
  const { licenceId, entitlement } = await makeLicence(deps, {
    plan: await makePlan(deps),
    userId: owner.id,
  });
  const caller = { ipAddress: null, userAgent: null };
  const token = await createApiToken(
    deps,
    { userId: owner.id, caller },
    { name: ownersMark, permissions: ['account:read'], expiresInDays: 30 },
  );
  if (token.status !== 'created') throw new Error('the owner has no token');
  const [session] = await rows<{ id: number }>('SELECT id FROM sessions WHERE user_id = ?', [owner.id]);
  const [passkeyId] = await database.db.query(
    `INSERT INTO passkeys (name, public_key, user_id, credential_id, counter, device_type, backed_up, transports, created_at)
     VALUES (?, 'key', ?, 'credential', 0, 'singleDevice', 0, '', NOW())`,
    { type: QueryTypes.INSERT, replacements: [ownersMark, owner.id] },
  );
  owned = {
    licenceId,
    subject: entitlement.stream,
    tokenId: token.view.id,
    sessionId: session?.id ?? 0,
    passkeyId,
    email: people.owner.email,
    customerId: owner.id,
    orderId: '317366-1864142',
  };
});

const rowOf = ({ path }: Procedure): Row => {
  const row = matrix[path];
  if (!row) throw new Error(`${path} has no row in the matrix`);
  return row;
};
const call = (procedure: Procedure, person?: Person) =>
  callProcedure(people.portal.url, procedure, rowOf(procedure).input?.(owned), person?.cookie);

it('The access matrix has exactly one row per tRPC procedure', () => {
  expect(Object.keys(matrix).sort()).toEqual(procedures.map(({ path }) => path).sort());
});

/** Asserts that the call neither changes nor returns any of the owner's data. */
async function withoutTouchingTheOwner(who: string, work: () => ReturnType<typeof call>) {
  const before = await whatTheOwnerHas();
  const { status, appCode, text } = await work();
  expect(text, who).not.toContain(ownersMark);
  expect(text, who).not.toContain(people.owner.email);
  expect(await whatTheOwnerHas(), who).toBe(before);
  return { status, appCode };
}

const setConfirmed = (verified: 0 | 1) =>
  database.db.query('UPDATE users SET email_verified = ?', { replacements: [verified] });
const showAgainWhoTheyAre = () => database.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');

describe('Access to tRPC procedures', () => {
  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
    '%s follows its rule in the matrix for every kind of caller',
    async (_path, procedure) => {
      const { rule, ownerHears = null, strangersHear = ownerHears } = rowOf(procedure);
      const { owner, other, administrator } = people;
      const isPublic = rule === 'public';

      const nobody = await withoutTouchingTheOwner('nobody', () => call(procedure));
      expect(nobody, 'nobody').toEqual(
        isPublic ? { status: 200, appCode: null } : { status: 401, appCode: 'not_signed_in' },
      );

      if (!isPublic) {
        await setConfirmed(0);
        const unconfirmed = await call(procedure, owner);
        expect(unconfirmed.appCode, 'owner whose address is not confirmed').toBe('email_not_verified');
        await setConfirmed(1);
      }

      if (rule.endsWith('confirmed')) {
        await people.portal.forgetConfirmations();
        const late = await withoutTouchingTheOwner('owner, long after', () => call(procedure, owner));
        expect(late, 'owner, long after they showed who they are').toEqual({
          status: 403,
          appCode: 'confirmation_needed',
        });
        await showAgainWhoTheyAre();
      }

      for (const [who, person] of [
        ['another customer', other],
        ['administrator', administrator],
      ] as const) {
        const { appCode } = await withoutTouchingTheOwner(who, () => call(procedure, person));
        if (rule.startsWith('named')) expect(appCode, who).toBe('not_found');
        else if (rule === 'admin')
          expect(appCode, who).toBe(person === administrator ? 'second_factor_needed' : 'forbidden');
        else expect(appCode, who).toBe(strangersHear);
      }

      const own = await call(procedure, owner);
      expect(own.appCode, 'owner').toBe(rule === 'admin' ? 'forbidden' : ownerHears);
    },
  );
});

describe('Access to HTTP endpoints', () => {
  const everything = ['account:read', 'licences:read', 'receipts:read'] as const;
  const tokenOf = async ({ id }: Person, permissions: (typeof everything)[number][] = [...everything]) => {
    const created = await createApiToken(
      deps,
      { userId: id, caller: { ipAddress: null, userAgent: null } },
      { name: 'mine', permissions, expiresInDays: 1 },
    );
    return created.status === 'created' ? created.token : '';
  };
  const get = (path: string, headers: Record<string, string>) => fetch(people.portal.url + path, { headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const postForm = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(people.portal.url + path, { method: 'POST', headers, body: new URLSearchParams(form) });
  const grant = { grant_type: 'client_credentials', scope: 'manage-key' };
  async function newClient() {
    const created = await createClient(deps, { name: 'An instance', product: null });
    return { client_id: created.clientId, client_secret: created.clientSecret };
  }
  async function instanceToken(): Promise<string> {
    const answer = await postForm('/oauth/token', { ...grant, ...(await newClient()) });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  it.each([
    ['/api/user', 'account:read'],
    ['/api/licences', 'licences:read'],
    [receiptsResource.path, 'receipts:read'],
  ] as const)(
    "%s accepts only a customer's token with the permission and returns only that customer's data",
    async (path, permission) => {
      expect((await get(path, {})).status).toBe(401);
      expect((await get(path, { cookie: people.owner.cookie })).status).toBe(401);
      expect((await get(path, { cookie: people.administrator.cookie })).status).toBe(401);
      expect((await get(path, bearer('made-up'))).status).toBe(401);
      expect((await get(path, bearer(await instanceToken()))).status).toBe(401);
      const others = everything.filter((each) => each !== permission);
      expect((await get(path, bearer(await tokenOf(people.owner, others)))).status).toBe(403);
      for (const stranger of [people.other, people.administrator]) {
        const answer = await get(path, bearer(await tokenOf(stranger)));
        expect(answer.status).toBe(200);
        const text = await answer.text();
        expect(text).not.toContain(ownersMark);
        expect(text).not.toContain(people.owner.email);
        expect(JSON.parse(text).licences ?? []).toEqual([]);
      }
      const own = await get(path, bearer(await tokenOf(people.owner, [permission])));
      expect(own.status).toBe(200);
      if (path === '/api/user') expect(await own.json()).toMatchObject({ id: people.owner.id });
      if (path === '/api/licences')
        expect(await own.json()).toMatchObject({ licences: [{ id: owned.licenceId }] });
    },
  );

  it("POST /api/validate accepts only an instance's token", async () => {
    const validate = (headers: Record<string, string>) =>
      fetch(`${people.portal.url}/api/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"licence_key":"x"}',
      });
    expect((await validate({})).status).toBe(401);
    expect((await validate({ cookie: people.administrator.cookie })).status).toBe(401);
    expect((await validate(bearer(await tokenOf(people.owner)))).status).toBe(401);
    expect((await validate(bearer(await instanceToken()))).status).toBe(500);
  });

  it("POST /paddle/webhook accepts only alerts with Paddle's signature", async () => {
    const { portal, administrator } = people;
    expect((await portal.post('alert_id=1')).status).toBe(403);
    expect((await portal.post('alert_id=1', { cookie: administrator.cookie })).status).toBe(403);
    expect((await portal.post(portal.signer.sign({ alert_id: '1', ...createdAlert() }))).status).toBe(200);
  });

  it.each(['/oauth/introspect', '/oauth/revoke', '/oauth/token'])(
    'POST %s accepts only valid client credentials',
    async (path) => {
      const ask = (credentials: Record<string, string>, headers: Record<string, string> = {}) =>
        postForm(path, { token: 'x', ...grant, ...credentials }, headers);
      const client = await newClient();
      expect((await ask({})).status).toBe(401);
      expect((await ask({}, { cookie: people.administrator.cookie })).status).toBe(401);
      expect((await ask({}, bearer(await tokenOf(people.owner)))).status).toBe(401);
      expect((await ask({ ...client, client_secret: 'made-up' })).status).toBe(401);
      expect((await ask(client)).status).toBe(200);
    },
  );

  it("GET /user/data.json returns the customer's own data, and 403 without recent reauthentication", async () => {
    const ask = (cookie?: string) => get(personalDataPath, cookie ? { cookie } : {});
    expect((await ask()).status).toBe(401);
    expect((await get(personalDataPath, bearer(await tokenOf(people.owner)))).status).toBe(401);
    for (const stranger of [people.other, people.administrator]) {
      const answer = await ask(stranger.cookie);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain(ownersMark);
    }
    expect(await (await ask(people.owner.cookie)).text()).toContain(ownersMark);
    await people.portal.forgetConfirmations();
    expect((await ask(people.owner.cookie)).status).toBe(403);
  });

  it("/metrics isn't served at the portal's address", async () => {
    const answer = await get('/metrics', { cookie: people.administrator.cookie });
    expect(await answer.text()).not.toContain('http_request_duration');
  });
});
