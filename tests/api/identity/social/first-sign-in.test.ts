import { describe, expect, test } from 'vitest';
import { emailOf, useProviderCustomers } from '#tests/support/login-providers/provider-customers.ts';
import {
  locationOf,
  startProviderShop,
  throughProvider,
  visit,
} from '#tests/support/login-providers/provider-shop.ts';

const shop = useProviderCustomers();

test('A first sign-in’s e-mail contains the same link when it is sent again', async () => {
  const visitor = shop.browser();
  await visit(shop, 'facebook', visitor, shop.somebody({ emailVerified: false }));
  const email = shop.anAddress();
  await visitor.post('/first-sign-in/finish', { termsAccepted: true, locale: 'en', email });
  const token = await shop.linkOfMail(email);
  const firstSignIns = "template = 'first-sign-in'";
  await expect
    .poll(() => shop.rows(`SELECT id FROM outbox WHERE ${firstSignIns} AND state = 'sent'`))
    .toHaveLength(1);
  await shop.database.db.query(
    `UPDATE outbox SET state = 'waiting', next_attempt_at = '2020-01-01' WHERE ${firstSignIns}`,
  );
  await expect.poll(() => shop.mailbox.letters(email).length).toBe(2);
  expect(await shop.linkOfMail(email)).toBe(token);
  expect(await visitor.post('/first-sign-in/confirm', { token })).toMatchObject({ status: 200 });
  expect(await shop.whoIs(visitor)).toBe(email);
});

describe('OpenID Connect', () => {
  test.each(['google', 'microsoft'] as const)(
    'rejects an ID token from %s with another nonce',
    async (id) => {
      const answer = await visit(shop, id, shop.browser(), shop.somebody(), {
        onTheWay: (there) => there.searchParams.set('nonce', 'another-nonce'),
      });
      expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
    },
  );

  test('accepts a missing token type from LinkedIn, but not from Google', async () => {
    shop.openId.omitsTokenType = true;
    const answer = await visit(shop, 'linkedin', shop.browser(), shop.somebody());
    expect(locationOf(answer)).toBe('/register/finish');
    expect(locationOf(await visit(shop, 'google', shop.browser(), shop.somebody()))).toContain(
      'social=failed',
    );
  });

  test('rejects an ID token of another issuer', async () => {
    const issuer = 'https://login.example.test';
    const other = await startProviderShop(shop.database.url, {
      GOOGLE_ISSUER: issuer,
      MICROSOFT_ISSUER: issuer,
      LINKEDIN_ISSUER: issuer,
    });
    try {
      for (const id of ['google', 'microsoft', 'linkedin'] as const) {
        const answer = await visit(other, id, other.browser(), shop.somebody(), {
          // Removes `iss` from the callback URL. Otherwise the portal would reject the callback before it checks the
          // token's `iss`.
          back: (callback) => callback.searchParams.delete('iss'),
        });
        expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
      }
      expect(JSON.stringify(other.portal.log)).toContain('unexpected JWT \\"iss\\"');
    } finally {
      await other.stop();
    }
  });
});

describe('A pending first sign-in', () => {
  const waiting = async (person = shop.somebody({ email: null, emailVerified: false })) => {
    const visitor = shop.browser();
    await visit(shop, 'facebook', visitor, person);
    return visitor;
  };

  test('isn’t confirmed by its link in another browser or by a wrong token', async () => {
    const visitor = await waiting();
    const email = shop.anAddress();
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email });
    const token = await shop.linkOfMail(email);
    expect(await shop.browser().post('/first-sign-in/confirm', { token })).toMatchObject({
      status: 410,
      body: { code: 'FIRST_SIGN_IN_GONE' },
    });
    const another = await waiting();
    for (const [browser, given] of [
      [another, token],
      [visitor, 'a guess'],
    ] as const) {
      expect(await browser.post('/first-sign-in/confirm', { token: given })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_TOKEN' },
      });
    }
    expect(await shop.rows('SELECT id FROM users')).toEqual([]);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(200);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(410);
  });

  test('confirms the address that was given last', async () => {
    const visitor = await waiting();
    const [first, second] = [shop.anAddress(), shop.anAddress()];
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email: first });
    const old = await shop.linkOfMail(first);
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email: second });
    const token = await shop.linkOfMail(second);
    expect((await visitor.post('/first-sign-in/confirm', { token: old })).status).toBe(400);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(200);
    expect(await shop.whoIs(visitor)).toBe(second);
  });

  test('doesn’t take over an address that is registered but not confirmed', async () => {
    const person = shop.somebody();
    const squatter = shop.browser();
    await squatter.post('/sign-up/email', {
      name: 'Mallory',
      email: person.email,
      password: 'password of the attacker',
      termsAccepted: true,
    });
    const answer = await visit(shop, 'google', shop.browser(), person);
    expect(locationOf(answer)).toBe('/login?social=email_taken&provider=google');
    expect(await shop.linksOf(emailOf(person))).toEqual(['credential']);
  });

  test('creates one account when two tabs finish it concurrently', async () => {
    const person = shop.somebody();
    const visitor = shop.browser();
    await visit(shop, 'google', visitor, person);
    const both = await Promise.all(
      [1, 2].map(() => visitor.post('/first-sign-in/finish', { termsAccepted: true, locale: 'en' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    expect(await shop.linksOf(emailOf(person))).toEqual(['google']);
  });
});

describe('Login providers', () => {
  test('link nothing when the session ended during the round trip', async () => {
    const owner = await shop.customerWithPassword();
    const person = shop.somebody();
    shop.serverOf('google').person = person;
    const { body } = await owner.call('identity.linkProvider', { provider: 'google' });
    const callback = await throughProvider(body.url, shop.portal.url);
    await owner.post('/sign-out', {});
    expect(locationOf(await owner.get(callback.pathname + callback.search))).toBe(
      '/login?social=expired&provider=google',
    );
    expect(await shop.rows("SELECT id FROM accounts WHERE provider_id = 'google'")).toEqual([]);
  });

  test('don’t replace the second factor after a sign-in', async () => {
    const person = shop.somebody();
    await shop.customerBy('google', person);
    await shop.database.db.query('UPDATE users SET two_factor_enabled = 1');
    await shop.database.db.query(
      `INSERT INTO two_factors (user_id, secret, backup_codes, verified) SELECT id, 'x', 'x', 1 FROM users`,
    );
    const visitor = shop.browser();
    const answer = await visit(shop, 'google', visitor, person);
    expect(new URL(locationOf(answer)).pathname).toBe('/login');
    expect(await shop.whoIs(visitor)).toBeNull();
    expect((await shop.events()).filter(([kind]) => kind === 'signed_in')).toHaveLength(1);
  });

  test('can’t reauthenticate a customer who has a password', async () => {
    const owner = await shop.customerWithPassword();
    await shop.link(owner, 'google', shop.somebody());
    expect(await owner.call('identity.reauthentication.byProvider', { provider: 'google' })).toMatchObject({
      status: 403,
      body: { code: 'another_way_needed' },
    });
  });

  test('can’t both be unlinked concurrently when they are the last two sign-in methods', async () => {
    const owner = await shop.customerBy('google');
    expect(await shop.link(owner, 'github', shop.somebody())).toContain('social=linked');
    const both = await Promise.all(
      (['google', 'github'] as const).map((provider) => owner.call('identity.unlinkProvider', { provider })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await shop.rows('SELECT id FROM accounts')).toHaveLength(1);
  });
});

describe('The provider endpoints', () => {
  test('return 404 for a provider that isn’t offered', async () => {
    const answer = await shop.browser().get('/auth/myspace');
    expect(answer.status).toBe(404);
  });

  test.each([
    ['PUT', '/auth/google'],
    ['POST', '/auth/google'],
    ['DELETE', '/auth/google/callback'],
  ])('return 405 for %s %s', async (method, path) => {
    const answer = await fetch(shop.portal.url + path, { method, redirect: 'manual' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toContain('GET');
  });

  test('return 415 for a posted callback that isn’t a form', async () => {
    const answer = await fetch(`${shop.portal.url}/auth/google/callback`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(415);
  });

  test('return 413 for a posted callback that is too large', async () => {
    const answer = await fetch(`${shop.portal.url}/auth/google/callback`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'x'.repeat(20_000) }),
    });
    expect(answer.status).toBe(413);
  });

  test('don’t expose better-auth’s internal OAuth endpoints', async () => {
    for (const path of ['/oauth-flow/start/google', '/oauth-flow/callback/google'])
      expect((await shop.browser().get(`/api/auth${path}`)).status).toBe(404);
  });

  test('reject linking from another origin or without a session', async () => {
    const owner = await shop.customerWithPassword();
    const answer = await owner.call(
      'identity.linkProvider',
      { provider: 'google' },
      { origin: 'https://evil.example' },
    );
    expect(answer).toMatchObject({ status: 403, body: { type: expect.stringMatching(/forbidden$/) } });
    expect(await shop.browser().call('identity.linkProvider', { provider: 'google' })).toMatchObject({
      status: 401,
    });
  });
});
