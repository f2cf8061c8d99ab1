/** Social sign-in with every provider, over real HTTP against local OAuth servers. */
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type LoginProviderId,
  loginProviderIds,
  loginProviderNames,
} from '#shared/identity/login-providers.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import type { PersonThere } from '#tests/support/login-providers/person.ts';
import {
  type Browser,
  locationOf,
  type ProviderShop,
  startProviderShop,
  throughProvider,
  visit,
} from '#tests/support/login-providers/provider-shop.ts';

const database = useDatabase();
let shop: ProviderShop;
let count = 0;

beforeAll(async () => {
  shop = await startProviderShop(database.url);
});
afterAll(() => shop.stop());
beforeEach(() => {
  for (const id of loginProviderIds) {
    Object.assign(shop.serverOf(id), { denies: false, isBroken: false });
  }
  shop.openId.omitsTokenType = false;
});

/** Providers whose address verification the portal trusts. */
const vouching: readonly LoginProviderId[] = ['github', 'google', 'linkedin'];
const speakingPkce: readonly LoginProviderId[] = ['github', 'google', 'microsoft', 'monica', 'officelife'];

const rows = <T extends object = Record<string, unknown>>(sql: string) =>
  database.db.query<T>(sql, { type: QueryTypes.SELECT });
const whoIs = async (visitor: Browser) =>
  (await shop.portal.trpc(cookieOf(visitor)).accounts.me.query())?.email ?? null;
const cookieOf = ({ jar }: Browser) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
const events = async () =>
  (await rows<{ kind: string; detail: string }>('SELECT kind, detail FROM security_events ORDER BY id')).map(
    ({ kind, detail }) => [kind, detail],
  );

/** Returns a new user at the provider, with an address not used before in this file. */
function somebody(change: Partial<PersonThere> = {}): PersonThere {
  count += 1;
  return {
    subject: String(7_000 + count),
    name: 'Nora Lindqvist',
    email: `nora${count}@example.test`,
    emailVerified: true,
    ...change,
  };
}

const emailOf = ({ email }: PersonThere): string => {
  if (email === null) throw new Error('they have no address');
  return email;
};

async function linkOfMail(email: string): Promise<string> {
  await expect.poll(() => shop.mailbox.letters(email).length).toBeGreaterThan(0);
  const link = /https?:\/\/\S+\/register\/finish\S+/.exec(shop.mailbox.letters(email)[0]?.text ?? '')?.[0];
  if (!link) throw new Error('the mail has no link');
  return new URL(link).searchParams.get('token') ?? '';
}

/** Accepts the terms and, if the provider doesn't vouch for the address, confirms it by mail. */
async function finish(visitor: Browser, email: string): Promise<void> {
  const { body } = await visitor.post('/first-sign-in', {});
  const { needsEmail } = body.waiting;
  const accepted = { termsAccepted: true, locale: 'fr', ...(needsEmail ? { email } : {}) };
  const answer = await visitor.post('/first-sign-in/finish', accepted);
  expect(answer).toMatchObject({ status: 200, body: { status: needsEmail ? 'mail_sent' : 'signed_in' } });
  if (!needsEmail) return;
  expect(await whoIs(visitor)).toBeNull();
  const token = await linkOfMail(email);
  expect(await visitor.post('/first-sign-in/confirm', { token })).toMatchObject({ status: 200 });
}

/** Creates a customer through a provider and returns the browser they are signed in with. */
async function customerBy(id: LoginProviderId, person = somebody()): Promise<Browser> {
  const visitor = shop.browser();
  await visit(shop, id, visitor, person);
  await finish(visitor, emailOf(person));
  return visitor;
}

/** Returns an address not used before in this file. */
function anAddress(): string {
  count += 1;
  return `owner${count}@example.test`;
}

/** Creates a customer with a password and returns the browser they are signed in with. */
async function customerWithPassword(email = anAddress()): Promise<Browser> {
  const visitor = shop.browser();
  const password = 'a long enough password';
  await visitor.post('/sign-up/email', { name: 'Nora Lindqvist', email, password, termsAccepted: true });
  await database.db.query('UPDATE users SET email_verified = 1 WHERE email = ?', { replacements: [email] });
  expect(await visitor.post('/sign-in/email', { email, password })).toMatchObject({ status: 200 });
  return visitor;
}

/** Links a provider from the settings page and returns where the portal's callback redirects to. */
async function link(visitor: Browser, id: LoginProviderId, person: PersonThere): Promise<string> {
  shop.serverOf(id).person = person;
  const { status, body } = await visitor.call('identity.linkProvider', { provider: id });
  expect(status).toBe(200);
  const callback = await throughProvider(body.url, shop.portal.url);
  return locationOf(await visitor.get(callback.pathname + callback.search));
}

const linksOf = async (email: string) =>
  (
    await rows<{ id: string }>(
      `SELECT provider_id AS id FROM accounts JOIN users ON users.id = user_id WHERE email = '${email}' ORDER BY 1`,
    )
  ).map(({ id }) => id);

const isUnconfirmed = () =>
  database.db.query('UPDATE sessions SET reauthenticated_at = NOW() - INTERVAL 1 HOUR');

/**
 * `npm run test:all` tries every provider; otherwise one that vouches for addresses (OpenID Connect) and one that
 * doesn't (Laravel Passport).
 */
const tried: readonly LoginProviderId[] = process.env.EVERY_CASE ? loginProviderIds : ['google', 'monica'];

test('the mail of a first sign-in that is sent once more carries the same link: programs show one of the two', async () => {
  const visitor = shop.browser();
  await visit(shop, 'facebook', visitor, somebody({ emailVerified: false }));
  const email = anAddress();
  await visitor.post('/first-sign-in/finish', { termsAccepted: true, locale: 'en', email });
  const token = await linkOfMail(email);
  const firstSignIns = "template = 'first-sign-in'";
  await expect
    .poll(() => rows(`SELECT id FROM outbox WHERE ${firstSignIns} AND state = 'sent'`))
    .toHaveLength(1);
  await database.db.query(
    `UPDATE outbox SET state = 'waiting', next_attempt_at = '2020-01-01' WHERE ${firstSignIns}`,
  );
  await expect.poll(() => shop.mailbox.letters(email).length).toBe(2);
  expect(await linkOfMail(email)).toBe(token);
  expect(await visitor.post('/first-sign-in/confirm', { token })).toMatchObject({ status: 200 });
  expect(await whoIs(visitor)).toBe(email);
});

describe.each(tried)('%s', (id) => {
  const vouches = vouching.includes(id);

  test('a first sign-in creates nothing before the terms are accepted, and then an account', async () => {
    const person = somebody();
    const visitor = shop.browser();
    const answer = await visit(shop, id, visitor, person, { next: '/monica?buy=another' });
    expect(answer.status).toBe(302);
    expect(locationOf(answer)).toBe('/register/finish?next=%2Fmonica%3Fbuy%3Danother');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await rows('SELECT id FROM users')).toEqual([]);
    expect((await visitor.post('/first-sign-in', {})).body).toEqual({
      ok: true,
      waiting: { provider: id, name: person.name, email: person.email, needsEmail: !vouches },
    });
    expect(await visitor.post('/first-sign-in/finish', { termsAccepted: false })).toMatchObject({
      status: 400,
      body: { code: 'TERMS_NOT_ACCEPTED' },
    });
    await finish(visitor, emailOf(person));
    expect(await whoIs(visitor)).toBe(person.email);
    expect(await rows('SELECT name, email_verified, locale FROM users')).toEqual([
      { name: 'Nora Lindqvist', email_verified: 1, locale: 'fr' },
    ]);
    expect(await rows('SELECT id FROM users WHERE terms_accepted_at IS NULL')).toEqual([]);
  });

  test('nothing of the provider’s tokens is kept', async () => {
    const person = somebody();
    await customerBy(id, person);
    expect(await rows('SELECT * FROM accounts')).toMatchObject([
      {
        provider_id: id,
        account_id: person.subject,
        password: null,
        access_token: null,
        refresh_token: null,
        id_token: null,
      },
    ]);
    expect(await rows('SELECT id FROM verifications')).toEqual([]);
  });

  test('signs in again, by who they are there and not by their address', async () => {
    const person = somebody();
    await customerBy(id, person);
    const visitor = shop.browser();
    const answer = await visit(
      shop,
      id,
      visitor,
      { ...person, email: 'moved@example.test' },
      { next: '/receipts' },
    );
    expect(locationOf(answer)).toBe('/receipts');
    expect(await whoIs(visitor)).toBe(person.email);
    expect(await rows('SELECT id FROM users')).toHaveLength(1);
    expect((await events()).at(-1)).toEqual(['signed_in', id]);
  });

  test('lets nobody into an account that only has the same address', async () => {
    const person = somebody();
    await customerWithPassword(emailOf(person));
    const visitor = shop.browser();
    const answer = await visit(shop, id, visitor, person);
    if (vouches) {
      expect(locationOf(answer)).toBe(`/login?social=email_taken&provider=${id}`);
    } else {
      // Ownership of the address isn't proven, so only the mail mentions the existing account, not the page.
      const finished = await visitor.post('/first-sign-in/finish', {
        termsAccepted: true,
        email: emailOf(person),
      });
      expect(finished.body).toEqual({ ok: true, status: 'mail_sent' });
      await expect
        .poll(() => shop.mailbox.letters(emailOf(person))[0]?.subject)
        .toBe('You already have an account');
    }
    expect(await whoIs(visitor)).toBeNull();
    expect(await linksOf(emailOf(person))).toEqual(['credential']);
  });

  test('without an address, or with one it does not vouch for, asks for one and confirms it by mail', async () => {
    const visitor = shop.browser();
    await visit(shop, id, visitor, somebody({ email: null, emailVerified: false }));
    expect(await visitor.post('/first-sign-in/finish', { termsAccepted: true })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_EMAIL' },
    });
    await finish(visitor, `given${count}@example.test`);
    expect(await whoIs(visitor)).toBe(`given${count}@example.test`);
    const unsure = shop.browser();
    await visit(shop, id, unsure, somebody({ emailVerified: false }));
    expect((await unsure.post('/first-sign-in', {})).body.waiting).toMatchObject({ needsEmail: true });
  });

  test('is linked in the settings, and signs in from then on', async () => {
    const person = somebody();
    const email = anAddress();
    const owner = await customerWithPassword(email);
    expect(await link(owner, id, person)).toBe(`/user/account?social=linked&provider=${id}`);
    expect(await linksOf(email)).toEqual(['credential', id].toSorted());
    expect((await events()).at(-1)).toEqual(['provider_linked', id]);
    const told = () => shop.mailbox.letters(email).map(({ text }) => text);
    const words = `Your account was linked to ${loginProviderNames[id]}`;
    await expect.poll(told).toContainEqual(expect.stringContaining(words));
    const visitor = shop.browser();
    expect(locationOf(await visit(shop, id, visitor, person))).toBe('/dashboard');
    expect(await whoIs(visitor)).toBe(email);
    expect(await link(owner, id, somebody())).toBe(`/user/account?social=linked_another&provider=${id}`);
  });

  test('of somebody else is not linked, and nobody learns whose it is', async () => {
    const person = somebody();
    await customerBy(id, person);
    const email = anAddress();
    const other = await customerWithPassword(email);
    expect(await link(other, id, person)).toBe(`/user/account?social=linked_elsewhere&provider=${id}`);
    expect(await linksOf(email)).toEqual(['credential']);
  });

  test('is unlinked, but never the last way in', async () => {
    const person = somebody();
    const alone = await customerBy(id, person);
    expect(await alone.call('identity.unlinkProvider', { provider: id })).toMatchObject({
      status: 409,
      body: { code: 'last_way_in' },
    });
    const email = anAddress();
    const owner = await customerWithPassword(email);
    await link(owner, id, somebody());
    expect((await owner.call('identity.unlinkProvider', { provider: id })).status).toBe(200);
    expect(await linksOf(email)).toEqual(['credential']);
    expect((await events()).at(-1)).toEqual(['provider_unlinked', id]);
    expect(await owner.call('identity.unlinkProvider', { provider: id })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test('confirms who somebody is, who has nothing better', async () => {
    const person = somebody();
    const owner = await customerBy(id, person);
    await isUnconfirmed();
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
    expect(await confirmAs(somebody())).toBe(`/user/account?social=not_confirmed&provider=${id}`);
    expect((await owner.call('identity.linkProvider', { provider: id })).status).toBe(403);
    expect(await confirmAs(person)).toBe(`/user/account?social=confirmed&provider=${id}`);
    expect((await events()).at(-1)).toEqual(['identity_confirmed', id]);
    expect((await owner.call('identity.linkProvider', { provider: id })).status).toBe(200);
  });

  test('a no at the provider leads back to the log-in page', async () => {
    shop.serverOf(id).denies = true;
    const answer = await visit(shop, id, shop.browser(), somebody(), { next: '/receipts' });
    expect(locationOf(answer)).toBe(`/login?social=denied&provider=${id}&next=%2Freceipts`);
    expect(await rows('SELECT id FROM users')).toEqual([]);
  });

  test('an error of the provider leads back to the log-in page, and is logged without codes', async () => {
    shop.serverOf(id).isBroken = true;
    let code = '';
    const answer = await visit(shop, id, shop.browser(), somebody(), {
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

  test('an answer with a state that is another, missing or doubled is refused', async () => {
    const changes: ((callback: URL) => void)[] = [
      (callback) => callback.searchParams.set('state', 'A'.repeat(43)),
      (callback) => callback.searchParams.delete('state'),
      (callback) => callback.searchParams.append('state', 'A'.repeat(43)),
    ];
    for (const back of changes) {
      const answer = await visit(shop, id, shop.browser(), somebody(), { back });
      expect(locationOf(answer)).toBe(`/login?social=expired&provider=${id}`);
    }
    expect(await rows('SELECT id FROM users')).toEqual([]);
  });

  test('an answer works once, and only in the browser that began', async () => {
    const person = somebody();
    await customerBy(id, person);
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
    expect(await whoIs(elsewhere)).toBeNull();
  });

  test('an answer that is older than ten minutes is refused', async () => {
    shop.serverOf(id).person = somebody();
    const visitor = shop.browser();
    const start = await visitor.get(`/auth/${id}`);
    expect(start.cookies.get('portal.provider_visit')).toMatch(
      /Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/,
    );
    const callback = await throughProvider(locationOf(start), shop.portal.url);
    await database.db.query('UPDATE verifications SET expires_at = NOW(3) - INTERVAL 1 SECOND');
    const answer = await visitor.get(callback.pathname + callback.search);
    expect(locationOf(answer)).toBe(`/login?social=expired&provider=${id}`);
  });

  test('an answer that is posted is taken as well: the cookies come with the second request', async () => {
    const person = somebody();
    await customerBy(id, person);
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
    expect(await whoIs(visitor)).toBe(person.email);
  });

  test('an answer of another server is refused (iss)', async () => {
    const answer = await visit(shop, id, shop.browser(), somebody(), {
      back: (callback) => callback.searchParams.set('iss', 'https://evil.example'),
    });
    expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
  });

  test('says what it wants: a code, for this address exactly, proven by PKCE where that is known', async () => {
    const visitor = shop.browser();
    const asked = new URL(locationOf(await visitor.get(`/auth/${id}`))).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('redirect_uri')).toBe(`${shop.portal.url}/auth/${id}/callback`);
    expect(asked.get('state')).toMatch(/^[\w-]{43}$/);
    expect(asked.get('code_challenge_method')).toBe(speakingPkce.includes(id) ? 'S256' : null);
    expect(asked.has('client_secret')).toBe(false);
  });

  test('leads to pages of ours only', async () => {
    const person = somebody();
    await customerBy(id, person);
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

describe('a provider that speaks OpenID Connect', () => {
  test.each(['google', 'microsoft'] as const)(
    '%s: an ID token for another visit is refused (nonce)',
    async (id) => {
      const answer = await visit(shop, id, shop.browser(), somebody(), {
        onTheWay: (there) => there.searchParams.set('nonce', 'another-nonce'),
      });
      expect(locationOf(answer)).toBe(`/login?social=failed&provider=${id}`);
    },
  );

  test('LinkedIn may forget to name the type of its token', async () => {
    shop.openId.omitsTokenType = true;
    const answer = await visit(shop, 'linkedin', shop.browser(), somebody());
    expect(locationOf(answer)).toBe('/register/finish');
    expect(locationOf(await visit(shop, 'google', shop.browser(), somebody()))).toContain('social=failed');
  });

  test('an ID token of another issuer is refused', async () => {
    const issuer = 'https://login.example.test';
    const other = await startProviderShop(database.url, {
      GOOGLE_ISSUER: issuer,
      MICROSOFT_ISSUER: issuer,
      LINKEDIN_ISSUER: issuer,
    });
    try {
      for (const id of ['google', 'microsoft', 'linkedin'] as const) {
        const answer = await visit(other, id, other.browser(), somebody(), {
          // Removed, because the portal would already reject the callback for its `iss`.
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

describe('a first sign-in that waits', () => {
  const waiting = async (person = somebody({ email: null, emailVerified: false })) => {
    const visitor = shop.browser();
    await visit(shop, 'facebook', visitor, person);
    return visitor;
  };

  test('the link of its mail opens nothing in another browser, and nothing for a guess', async () => {
    const visitor = await waiting();
    const email = `mail${count}@example.test`;
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email });
    const token = await linkOfMail(email);
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
    expect(await rows('SELECT id FROM users')).toEqual([]);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(200);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(410);
  });

  test('confirms the address that was given last', async () => {
    const visitor = await waiting();
    const [first, second] = [`first${count}@example.test`, `second${count}@example.test`];
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email: first });
    const old = await linkOfMail(first);
    await visitor.post('/first-sign-in/finish', { termsAccepted: true, email: second });
    const token = await linkOfMail(second);
    expect((await visitor.post('/first-sign-in/confirm', { token: old })).status).toBe(400);
    expect((await visitor.post('/first-sign-in/confirm', { token })).status).toBe(200);
    expect(await whoIs(visitor)).toBe(second);
  });

  test('takes no address over that somebody has registered and not confirmed', async () => {
    const person = somebody();
    const squatter = shop.browser();
    await squatter.post('/sign-up/email', {
      name: 'Mallory',
      email: person.email,
      password: 'password of the attacker',
      termsAccepted: true,
    });
    const answer = await visit(shop, 'google', shop.browser(), person);
    expect(locationOf(answer)).toBe('/login?social=email_taken&provider=google');
    expect(await linksOf(emailOf(person))).toEqual(['credential']);
  });

  test('that two tabs finish at once makes one account', async () => {
    const person = somebody();
    const visitor = shop.browser();
    await visit(shop, 'google', visitor, person);
    const both = await Promise.all(
      [1, 2].map(() => visitor.post('/first-sign-in/finish', { termsAccepted: true, locale: 'en' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    expect(await linksOf(emailOf(person))).toEqual(['google']);
  });
});

describe('a session', () => {
  test('that ended or changed hands meanwhile is linked to nothing', async () => {
    const owner = await customerWithPassword();
    const person = somebody();
    shop.serverOf('google').person = person;
    const { body } = await owner.call('identity.linkProvider', { provider: 'google' });
    const callback = await throughProvider(body.url, shop.portal.url);
    await owner.post('/sign-out', {});
    expect(locationOf(await owner.get(callback.pathname + callback.search))).toBe(
      '/login?social=expired&provider=google',
    );
    expect(await rows("SELECT id FROM accounts WHERE provider_id = 'google'")).toEqual([]);
  });

  test('is asked for the second factor after a sign-in by a provider as well', async () => {
    const person = somebody();
    await customerBy('google', person);
    await database.db.query('UPDATE users SET two_factor_enabled = 1');
    await database.db.query(
      `INSERT INTO two_factors (user_id, secret, backup_codes, verified) SELECT id, 'x', 'x', 1 FROM users`,
    );
    const visitor = shop.browser();
    const answer = await visit(shop, 'google', visitor, person);
    expect(new URL(locationOf(answer)).pathname).toBe('/login');
    expect(await whoIs(visitor)).toBeNull();
    expect((await events()).filter(([kind]) => kind === 'signed_in')).toHaveLength(1);
  });

  test('whoever has a password confirms with it, not with a provider', async () => {
    const owner = await customerWithPassword();
    await link(owner, 'google', somebody());
    expect(await owner.call('identity.reauthentication.byProvider', { provider: 'google' })).toMatchObject({
      status: 403,
      body: { code: 'another_way_needed' },
    });
  });

  test('of two that unlink the last two ways at once, one is refused', async () => {
    const owner = await customerBy('google');
    expect(await link(owner, 'github', somebody())).toContain('social=linked');
    const both = await Promise.all(
      (['google', 'github'] as const).map((provider) => owner.call('identity.unlinkProvider', { provider })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await rows('SELECT id FROM accounts')).toHaveLength(1);
  });
});

describe('the addresses', () => {
  test('of a provider that is not offered do not exist', async () => {
    const answer = await shop.browser().get('/auth/myspace');
    expect(answer.status).toBe(404);
  });

  test.each([
    ['PUT', '/auth/google'],
    ['POST', '/auth/google'],
    ['DELETE', '/auth/google/callback'],
  ])('%s %s is refused', async (method, path) => {
    const answer = await fetch(shop.portal.url + path, { method, redirect: 'manual' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toContain('GET');
  });

  test('a posted answer that is no form is refused', async () => {
    const answer = await fetch(`${shop.portal.url}/auth/google/callback`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(415);
  });

  test('a posted answer that is too large is refused', async () => {
    const answer = await fetch(`${shop.portal.url}/auth/google/callback`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'x'.repeat(20_000) }),
    });
    expect(answer.status).toBe(413);
  });

  test('the endpoints inside cannot be reached from outside', async () => {
    for (const path of ['/oauth-flow/start/google', '/oauth-flow/callback/google'])
      expect((await shop.browser().get(`/api/auth${path}`)).status).toBe(404);
  });

  test('a link is begun by a page of ours only', async () => {
    const owner = await customerWithPassword();
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
