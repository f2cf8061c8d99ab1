/**
 * Tests the REST API for a customer's own data: which data each token gives access to, and how requests are refused.
 */
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userResource } from '#server/features/accounts/user.route.ts';
import { customerApi } from '#server/platform/rest/customer-api.ts';
import { type ApiTokenPermission, apiTokenPermissions } from '#shared/accounts/api-tokens.ts';
import { ApiLicences, ApiReceipts, ApiUser } from '#shared/rest-api.ts';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { makePlan } from '#tests/support/billing/licences.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database, () => ({ at: '2026-02-01T10:00:00Z' }));
const problem = (name: string) => `${world.portal.url}/problems/${name}`;
const addresses = ['/api/user', '/api/licences', '/api/receipts'] as const;

async function tokenFor(...permissions: ApiTokenPermission[]): Promise<string> {
  const made = await world.trpc.accounts.tokens.create.mutate({
    ...{ name: 'Program', permissions, expiresInDays: 30 },
  });
  return made.token;
}

async function ask(path: string, token?: string, init: RequestInit = {}) {
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers };
  const answer = await fetch(`${world.portal.url}${path}`, { ...init, headers });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    type: answer.headers.get('content-type'),
    body: text === '' ? null : JSON.parse(text),
  };
}

/** Delivers the alerts of a purchase by the customer. The order ID contains the customer's ID. */
async function buy(userId: number, subscription: string): Promise<void> {
  const theirs = {
    ...{ passthrough: passthroughOf(userId), subscription_id: subscription, user_id: `9${subscription}` },
    ...{ subscription_plan_id: '24749' },
  };
  expect((await world.portal.alert(createdAlert(theirs))).body).toMatchObject({ result: 'applied' });
  const order = { order_id: `order-of-${userId}`, subscription_payment_id: `77${subscription}` };
  await world.portal.alert(paymentAlert({ ...theirs, ...order }));
}

async function openShop(): Promise<void> {
  const plan = await makePlan(world.deps, 'Monica', 'Monthly');
  await world.deps.plans.save({ ...plan, paddlePlanId: 24_749 });
}

describe('A request with a valid token', () => {
  it("returns the token's owner from /api/user", async () => {
    const { status, body, type, headers } = await ask('/api/user', await tokenFor('account:read'));
    expect(status).toBe(200);
    expect(type).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(ApiUser.strict().parse(body)).toEqual({
      ...{ id: world.userId, name: 'Nora Lindqvist', email: world.email, locale: 'en', country: null },
    });
  });

  it("returns only the customer's licences from /api/licences, without keys", async () => {
    await openShop();
    await buy(world.userId, '502198');
    await buy(await addCustomer(database.db, { email: 'other@example.test' }), '502199');
    const { body } = await ask('/api/licences', await tokenFor('licences:read'));
    const { licences } = ApiLicences.strict().parse(body);
    expect(licences).toEqual([
      expect.objectContaining({
        ...{ product: 'Monica', plan: 'Monthly plan', status: 'active', standing: 'good', quantity: 1 },
        ...{ started_on: '2026-01-12', valid_until: '2026-02-12', renews_on: '2026-02-12' },
        last_paid: { minor: 900, currency: 'USD' },
        price: { minor: 900, currency: 'USD' },
        next_charge: { minor: 900, currency: 'USD' },
      }),
    ]);
    const { key } = await world.trpc.licences.revealKey.query({ licenceId: licences[0]?.id ?? 0 });
    expect(JSON.stringify(body)).not.toContain(key.slice(0, 12));
    expect(Object.keys(body.licences[0]).join()).not.toMatch(/key|url/);
  });

  it('gets a compressed response from /api/licences when the client accepts it', async () => {
    await openShop();
    for (const number of [1, 2, 3, 4, 5, 6]) await buy(world.userId, `50220${number}`);
    const token = await tokenFor('licences:read');
    const plain = await ask('/api/licences', token, { headers: { 'accept-encoding': 'identity' } });
    expect(ApiLicences.parse(plain.body).licences).toHaveLength(6);
    expect(plain.headers.get('content-encoding')).toBeNull();
    for (const coding of ['br', 'gzip']) {
      const { headers, body } = await ask('/api/licences', token, { headers: { 'accept-encoding': coding } });
      expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([coding, 'Accept-Encoding']);
      expect(Number(headers.get('content-length'))).toBeLessThan(
        Number(plain.headers.get('content-length')) / 2,
      );
      expect(body).toEqual(plain.body);
    }
  });

  it("returns only the customer's receipts from /api/receipts, in pages", async () => {
    await openShop();
    await buy(world.userId, '502198');
    await buy(await addCustomer(database.db, { email: 'other@example.test' }), '502199');
    const token = await tokenFor('receipts:read');
    const { body } = await ask('/api/receipts', token);
    expect(ApiReceipts.strict().parse(body)).toMatchObject({
      ...{ page: 1, pages: 1, total: 1 },
      receipts: [
        {
          ...{ order_id: `order-of-${world.userId}`, product: 'Monica', plan: 'Monthly plan' },
          ...{ amount: { minor: 900, currency: 'USD' }, refund: null, paid_at: '2026-01-12T09:14:05.000Z' },
        },
      ],
    });
    const second = await ask('/api/receipts?page=2', token);
    expect(second.body).toMatchObject({ receipts: [], page: 2, total: 1 });
  });

  it('returns no body for HEAD', async () => {
    const { status, body } = await ask('/api/user', await tokenFor('account:read'), { method: 'HEAD' });
    expect({ status, body }).toEqual({ status: 200, body: null });
  });

  it("records the token's last use at most once a minute", async () => {
    const token = await tokenFor('account:read');
    const lastUse = async () => (await world.trpc.accounts.tokens.list.query())[0]?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await ask('/api/user', token);
    const first = await lastUse();
    expect(Math.abs(Date.now() - (first?.getTime() ?? 0))).toBeLessThan(30_000);
    await ask('/api/user', token);
    expect(await lastUse()).toEqual(first);
    await database.db.query('UPDATE api_tokens SET last_used_at = NOW(3) - INTERVAL 61 SECOND');
    await ask('/api/user', token);
    expect((await lastUse())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? 0);
  });
});

describe('Invalid paging', () => {
  it.each(someOf(['0', '-1', 'abc', '1.5', '100000', '', '1&page=2'], 3))(
    'returns 400 for page=%s',
    async (page) => {
      const { status, body } = await ask(`/api/receipts?page=${page}`, await tokenFor('receipts:read'));
      expect(status).toBe(400);
      expect(body).toMatchObject({ type: problem('invalid-input') });
      expect(body.detail).toMatch(/^page: /);
    },
  );
});

describe('Missing and invalid tokens', () => {
  it.each(addresses)(
    '%s returns 401 with a bare Bearer challenge without a token (RFC 6750, section 3.1)',
    async (path) => {
      const { status, body, type, headers } = await ask(path);
      expect(status).toBe(401);
      expect(type).toBe('application/problem+json; charset=utf-8');
      expect(headers.get('www-authenticate')).toBe('Bearer realm="customer-portal"');
      expect(body).toMatchObject({ status: 401, type: problem('token-missing') });
    },
  );

  it.each(['mcp_nonsense', `mcp_${'A'.repeat(43)}`, 'a b', `${'x'.repeat(2_000)}`])(
    'returns 401 for an invalid token: %s',
    async (token) => {
      const { status, headers, body } = await ask('/api/user', token);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(
        /^Bearer realm="customer-portal", error="invalid_token"/,
      );
      expect(JSON.stringify(body)).not.toContain(token);
    },
  );

  it('returns 401 for a token that is deleted, expired or owned by an unconfirmed customer', async () => {
    const token = await tokenFor('account:read');
    const status = async () => (await ask('/api/user', token)).status;
    expect(await status()).toBe(200);
    await database.db.query('UPDATE users SET email_verified = 0');
    expect(await status()).toBe(401);
    await database.db.query('UPDATE users SET email_verified = 1');
    await database.db.query('UPDATE api_tokens SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
    expect(await status()).toBe(401);
    await database.db.query('UPDATE api_tokens SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR');
    expect(await status()).toBe(200);
    await database.db.query('DELETE FROM api_tokens');
    expect(await status()).toBe(401);
  });

  it('returns 401 for a session cookie, and for a token on any other endpoint', async () => {
    expect((await ask('/api/user', undefined, { headers: { cookie: world.cookie } })).status).toBe(401);
    const token = await tokenFor(...apiTokenPermissions);
    expect((await ask(`/api/user?access_token=${token}`)).status).toBe(401);
    const basic = `Basic ${Buffer.from(`${token}:`).toString('base64')}`;
    expect((await ask('/api/user', undefined, { headers: { authorization: basic } })).status).toBe(401);
    const trpc = await ask('/trpc/licences.list?input=%7B%22json%22%3A%7B%7D%7D', token);
    expect(trpc.status).toBe(401);
    expect((await ask('/api/validate', token, { method: 'POST' })).status).toBe(401);
    const introspected = await ask('/oauth/introspect', token, { method: 'POST' });
    expect(introspected.status).toBeGreaterThanOrEqual(400);
  });
});

describe('Missing permissions', () => {
  it('returns 403 with the required scope for each path', async () => {
    for (const [index, path] of addresses.entries()) {
      const others = apiTokenPermissions.filter((_, each) => each !== index);
      const { status, headers, body } = await ask(path, await tokenFor(...others));
      expect(status).toBe(403);
      expect(headers.get('www-authenticate')).toBe(
        `Bearer realm="customer-portal", error="insufficient_scope", scope="${apiTokenPermissions[index]}"`,
      );
      expect(body).toMatchObject({ type: problem('scope-insufficient') });
    }
  });
});

describe('Other paths and methods', () => {
  it.each(
    someOf(['/api/users', '/api/user/1', '/api/licences/1', '/api/receipts/1', '/api', '/api/auth/user'], 2),
  )('returns 404 for %s', async (path) => {
    const { status, body } = await ask(path, await tokenFor(...apiTokenPermissions));
    expect({ status, type: body.type }).toEqual({
      ...{ status: 404, type: problem('not-found') },
    });
  });

  it.each(someOf(['POST', 'PUT', 'PATCH', 'DELETE'], 1))('returns 405 for %s', async (method) => {
    for (const path of addresses) {
      const { status, headers, body } = await ask(path, await tokenFor('account:read'), { method });
      expect(status).toBe(405);
      expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS');
      expect(body).toMatchObject({ type: problem('method-not-allowed') });
    }
  });

  it('leaves /api/validate and /api/auth to their own handlers', async () => {
    expect((await ask('/api/validate')).status).toBe(405);
    const signIn = await ask('/api/auth/sign-in/email', undefined, { method: 'POST', body: '{}' });
    expect(signIn.body).toMatchObject({ code: 'INVALID_EMAIL' });
  });
});

describe('Rate limit', () => {
  it('returns 429 with Retry-After for one token without affecting another', async () => {
    const app = express();
    const whose = async (token: string) => ({
      ...{ tokenId: token.length, userId: world.userId, permissions: apiTokenPermissions },
    });
    app.use(customerApi({ deps: world.deps, resources: [userResource], whose, perMinute: 2 }));
    const server = app.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const get = (token: string) =>
      fetch(`http://127.0.0.1:${port}/api/user`, { headers: { authorization: `Bearer ${token}` } });
    const answers = [await get('one'), await get('one'), await get('one'), await get('other')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answers[2]?.json()).toMatchObject({
      ...{ status: 429, type: '/problems/too-many-requests' },
    });
  });
});
