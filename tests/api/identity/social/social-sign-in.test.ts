import { describe, expect, test } from 'vitest';
import {
  type LoginProviderId,
  loginProviderIds,
  loginProviderNames,
} from '#shared/identity/login-providers.ts';
import type { PersonThere } from '#tests/support/login-providers/person.ts';
import { emailOf, useProviderCustomers } from '#tests/support/login-providers/provider-customers.ts';
import { locationOf, throughProvider, visit } from '#tests/support/login-providers/provider-shop.ts';

const shop = useProviderCustomers();

/** Providers that the portal trusts to have verified their users' addresses. */
const vouching: readonly LoginProviderId[] = ['github', 'google', 'linkedin'];

const speakingPkce: readonly LoginProviderId[] = ['github', 'google', 'microsoft', 'monica', 'officelife'];

/**
 * The providers to test: all of them with `npm run test:all`, otherwise one that vouches for addresses (OpenID Connect)
 * and one that doesn't (Laravel Passport).
 */
const tried: readonly LoginProviderId[] = process.env.EVERY_CASE ? loginProviderIds : ['google', 'monica'];

describe.each(tried)('%s', (id) => {
  const vouches = vouching.includes(id);

  test('creates an account at the first sign-in only once the terms are accepted', async () => {
    const person = shop.somebody();
    const visitor = shop.browser();
    const answer = await visit(shop, id, visitor, person, { next: '/monica?buy=another' });
    expect(answer.status).toBe(302);
    expect(locationOf(answer)).toBe('/register/finish?next=%2Fmonica%3Fbuy%3Danother');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await shop.rows('SELECT id FROM users')).toEqual([]);
    expect((await visitor.post('/first-sign-in', {})).body).toEqual({
      ok: true,
      waiting: { provider: id, name: person.name, email: person.email, needsEmail: !vouches },
    });
    expect(await visitor.post('/first-sign-in/finish', { termsAccepted: false })).toMatchObject({
      status: 400,
      body: { code: 'TERMS_NOT_ACCEPTED' },
    });
    await shop.finish(visitor, emailOf(person));
    expect(await shop.whoIs(visitor)).toBe(person.email);
    expect(await shop.rows('SELECT name, email_verified, locale FROM users')).toEqual([
      { name: 'Nora Lindqvist', email_verified: 1, locale: 'fr' },
    ]);
    expect(await shop.rows('SELECT id FROM users WHERE terms_accepted_at IS NULL')).toEqual([]);
  });

  test('stores none of the provider’s tokens', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    expect(await shop.rows('SELECT * FROM accounts')).toMatchObject([
      {
        provider_id: id,
        account_id: person.subject,
        password: null,
        access_token: null,
        refresh_token: null,
        id_token: null,
      },
    ]);
    expect(await shop.rows('SELECT id FROM verifications')).toEqual([]);
  });

  test('signs in again by the provider’s account id and not by the address', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    const visitor = shop.browser();
    const answer = await visit(
      shop,
      id,
      visitor,
      { ...person, email: 'moved@example.test' },
      { next: '/receipts' },
    );
    expect(locationOf(answer)).toBe('/receipts');
    expect(await shop.whoIs(visitor)).toBe(person.email);
    expect(await shop.rows('SELECT id FROM users')).toHaveLength(1);
    expect((await shop.events()).at(-1)).toEqual(['signed_in', id]);
  });

  test('doesn’t sign in to an account that an administrator has blocked', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    await shop.database.db.query('UPDATE users SET blocked_at = NOW(3)');
    await shop.database.db.query('DELETE FROM sessions');
    const visitor = shop.browser();
    const answer = await visit(shop, id, visitor, person, { next: '/receipts' });
    expect(locationOf(answer)).toBe(`/login?social=blocked&provider=${id}&next=%2Freceipts`);
    expect(await shop.whoIs(visitor)).toBeNull();
    expect(await shop.rows('SELECT id FROM sessions')).toEqual([]);
  });

  test('doesn’t sign in to an account that only has the same address', async () => {
    const person = shop.somebody();
    await shop.customerWithPassword(emailOf(person));
    const visitor = shop.browser();
    const answer = await visit(shop, id, visitor, person);
    if (vouches) {
      expect(locationOf(answer)).toBe(`/login?social=email_taken&provider=${id}`);
    } else {
      // The visitor hasn't proven that they own the address. Only the mail, not the page, may reveal that an account
      // exists.
      const finished = await visitor.post('/first-sign-in/finish', {
        termsAccepted: true,
        email: emailOf(person),
      });
      expect(finished.body).toEqual({ ok: true, status: 'mail_sent' });
      await expect
        .poll(() => shop.mailbox.letters(emailOf(person))[0]?.subject)
        .toBe('You already have an account');
    }
    expect(await shop.whoIs(visitor)).toBeNull();
    expect(await shop.linksOf(emailOf(person))).toEqual(['credential']);
  });

  test('asks for an address and confirms it by e-mail when the provider doesn’t vouch for one', async () => {
    const visitor = shop.browser();
    await visit(shop, id, visitor, shop.somebody({ email: null, emailVerified: false }));
    expect(await visitor.post('/first-sign-in/finish', { termsAccepted: true })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_EMAIL' },
    });
    const given = shop.anAddress();
    await shop.finish(visitor, given);
    expect(await shop.whoIs(visitor)).toBe(given);
    const unsure = shop.browser();
    await visit(shop, id, unsure, shop.somebody({ emailVerified: false }));
    expect((await unsure.post('/first-sign-in', {})).body.waiting).toMatchObject({ needsEmail: true });
  });

  test('can be linked in the settings and signs in from then on', async () => {
    const person = shop.somebody();
    const email = shop.anAddress();
    const owner = await shop.customerWithPassword(email);
    expect(await shop.link(owner, id, person)).toBe(`/user/profile?social=linked&provider=${id}`);
    expect(await shop.linksOf(email)).toEqual(['credential', id].toSorted());
    expect((await shop.events()).at(-1)).toEqual(['provider_linked', id]);
    const told = () => shop.mailbox.letters(email).map(({ text }) => text);
    const words = `Your account was linked to ${loginProviderNames[id]}`;
    await expect.poll(told).toContainEqual(expect.stringContaining(words));
    const visitor = shop.browser();
    expect(locationOf(await visit(shop, id, visitor, person))).toBe('/dashboard');
    expect(await shop.whoIs(visitor)).toBe(email);
    expect(await shop.link(owner, id, shop.somebody())).toBe(
      `/user/profile?social=linked_another&provider=${id}`,
    );
  });

  test('isn’t linked when another customer has linked the same provider account', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    const email = shop.anAddress();
    const other = await shop.customerWithPassword(email);
    expect(await shop.link(other, id, person)).toBe(`/user/profile?social=linked_elsewhere&provider=${id}`);
    expect(await shop.linksOf(email)).toEqual(['credential']);
  });

  test('can be unlinked, except as the last sign-in method', async () => {
    const person = shop.somebody();
    const alone = await shop.customerBy(id, person);
    expect(await alone.call('identity.unlinkProvider', { provider: id })).toMatchObject({
      status: 409,
      body: { code: 'last_way_in' },
    });
    const email = shop.anAddress();
    const owner = await shop.customerWithPassword(email);
    await shop.link(owner, id, shop.somebody());
    expect((await owner.call('identity.unlinkProvider', { provider: id })).status).toBe(200);
    expect(await shop.linksOf(email)).toEqual(['credential']);
    expect((await shop.events()).at(-1)).toEqual(['provider_unlinked', id]);
    expect(await owner.call('identity.unlinkProvider', { provider: id })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test('reauthenticates a customer without a password, with the linked account only', async () => {
    const person = shop.somebody();
    const owner = await shop.customerBy(id, person);
    await shop.isUnconfirmed();
    expect(await owner.call('identity.linkProvider', { provider: id })).toMatchObject({
      status: 403,
      body: { code: 'confirmation_needed' },
    });
    const confirmAs = async (there: PersonThere) => {
      shop.serverOf(id).person = there;
      const { body } = await owner.call('identity.reauthentication.byProvider', { provider: id });
      const callback = await throughProvider(body.url, shop.portal.url);
      return locationOf(await owner.get(callback.pathname + callback.search));
    };
    expect(await confirmAs(shop.somebody())).toBe(`/user/profile?social=not_confirmed&provider=${id}`);
    expect((await owner.call('identity.linkProvider', { provider: id })).status).toBe(403);
    expect(await confirmAs(person)).toBe(`/user/profile?social=confirmed&provider=${id}`);
    expect((await shop.events()).at(-1)).toEqual(['identity_confirmed', id]);
    expect((await owner.call('identity.linkProvider', { provider: id })).status).toBe(200);
  });

  test('redirects to the sign-in page when access is denied at the provider', async () => {
    shop.serverOf(id).denies = true;
    const answer = await visit(shop, id, shop.browser(), shop.somebody(), { next: '/receipts' });
    expect(locationOf(answer)).toBe(`/login?social=denied&provider=${id}&next=%2Freceipts`);
    expect(await shop.rows('SELECT id FROM users')).toEqual([]);
  });

  test('redirects to the sign-in page on a provider error and logs it without the code', async () => {
    shop.serverOf(id).isBroken = true;
    let code = '';
    const answer = await visit(shop, id, shop.browser(), shop.somebody(), {
      back: (callback) => {
        code = callback.searchParams.get('code') ?? '';
      },
    });
    expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
    const logged = JSON.stringify(shop.portal.log);
    expect(logged).toContain('a provider did not return an identity');
    expect(code).not.toBe('');
    expect(logged).not.toContain(code);
  });

  test('rejects a callback whose state is wrong, missing or duplicated', async () => {
    const changes: ((callback: URL) => void)[] = [
      (callback) => callback.searchParams.set('state', 'A'.repeat(43)),
      (callback) => callback.searchParams.delete('state'),
      (callback) => callback.searchParams.append('state', 'A'.repeat(43)),
    ];
    for (const back of changes) {
      const answer = await visit(shop, id, shop.browser(), shop.somebody(), { back });
      expect(locationOf(answer)).toBe(`/login?social=expired&provider=${id}`);
    }
    expect(await shop.rows('SELECT id FROM users')).toEqual([]);
  });

  test('accepts a callback once, and only in the browser that started the sign-in', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    const visitor = shop.browser();
    let callback = '';
    await visit(shop, id, visitor, person, {
      back: (url) => {
        callback = url.pathname + url.search;
      },
    });
    expect(locationOf(await visitor.get(callback))).toBe(`/login?social=expired&provider=${id}`);
    shop.serverOf(id).person = person;
    const begun = shop.browser();
    const there = locationOf(await begun.get(`/auth/${id}`));
    const stolen = await throughProvider(there, shop.portal.url);
    const elsewhere = shop.browser();
    await elsewhere.get(`/auth/${id}`);
    const answer = await elsewhere.get(stolen.pathname + stolen.search);
    expect(locationOf(answer)).toBe(`/login?social=expired&provider=${id}`);
    expect(await shop.whoIs(elsewhere)).toBeNull();
  });

  test('rejects a callback after ten minutes', async () => {
    shop.serverOf(id).person = shop.somebody();
    const visitor = shop.browser();
    const start = await visitor.get(`/auth/${id}`);
    expect(start.cookies.get('portal.provider_visit')).toMatch(
      /Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/,
    );
    const callback = await throughProvider(locationOf(start), shop.portal.url);
    await shop.database.db.query('UPDATE verifications SET expires_at = NOW(3) - INTERVAL 1 SECOND');
    const answer = await visitor.get(callback.pathname + callback.search);
    expect(locationOf(answer)).toBe(`/login?social=expired&provider=${id}`);
  });

  test('accepts a posted callback by redirecting, because cookies arrive only with the second request', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    shop.serverOf(id).person = person;
    const visitor = shop.browser();
    const there = locationOf(await visitor.get(`/auth/${id}`));
    const callback = await throughProvider(there, shop.portal.url);
    const posted = await fetch(callback.origin + callback.pathname, {
      method: 'POST',
      headers: { origin: new URL(there).origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: `${callback.searchParams}&user=%7B%22email%22%3A%22other%40example.test%22%7D`,
      redirect: 'manual',
    });
    expect(posted.status).toBe(303);
    const again = posted.headers.get('location') ?? '';
    expect(again).not.toContain('user=');
    expect(locationOf(await visitor.get(again))).toBe('/dashboard');
    expect(await shop.whoIs(visitor)).toBe(person.email);
  });

  test('rejects a callback with another issuer (iss)', async () => {
    const answer = await visit(shop, id, shop.browser(), shop.somebody(), {
      back: (callback) => callback.searchParams.set('iss', 'https://evil.example'),
    });
    expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
  });

  test('requests a code for the portal’s exact callback URL, with PKCE where supported', async () => {
    const visitor = shop.browser();
    const asked = new URL(locationOf(await visitor.get(`/auth/${id}`))).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('redirect_uri')).toBe(`${shop.portal.url}/auth/${id}/callback`);
    expect(asked.get('state')).toMatch(/^[\w-]{43}$/);
    expect(asked.get('code_challenge_method')).toBe(speakingPkce.includes(id) ? 'S256' : null);
    expect(asked.has('client_secret')).toBe(false);
  });

  test('redirects to the portal’s own pages only', async () => {
    const person = shop.somebody();
    await shop.customerBy(id, person);
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/auth/github',
      '/api/auth/verify-email',
      '/login',
      '/nowhere',
    ]) {
      const answer = await visit(shop, id, shop.browser(), person, { next });
      expect(locationOf(answer), next).toBe('/dashboard');
    }
  });
});
