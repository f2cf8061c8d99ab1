/** Tests that a page rendered for one customer can't read or change another customer's data through any endpoint. */
import { afterEach, describe, expect, it } from 'vitest';
import { appRouter } from '#server/router.ts';
import { shownAccountHeader } from '#shared/identity/sessions.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();

/** Public procedures. They reveal nothing about users except who is signed in. */
const ofNobody: ReadonlySet<string> = new Set([
  ...['accounts.me', 'catalogue.legalText', 'catalogue.publicConfig', 'catalogue.offers'],
  // The link in an e-mail says whose correction it stops.
  'accounts.emailCorrection.stop',
]);

const opened: AccountPortal[] = [];
afterEach(async () => {
  for (const portal of opened.splice(0)) await portal.stop();
});

async function world() {
  const portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  opened.push(portal);
  const [shown, signedIn] = [
    await portal.customer('ann@example.test'),
    await portal.customer('bob@example.test'),
  ];
  const browser = portal.newBrowser();
  await browser.signIn('bob@example.test');
  const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = (account: string | number | null) => ({
    cookie,
    origin: portal.url,
    'content-type': 'application/json',
    ...(account === null ? {} : { [shownAccountHeader]: String(account) }),
  });
  const post = (path: string, body: unknown, account: string | number | null) =>
    fetch(`${portal.url}${path}`, { method: 'POST', headers: headers(account), body: JSON.stringify(body) });
  const rename = (name: string, account: string | number | null) =>
    post('/trpc/accounts.rename', { json: { name } }, account);
  const name = async () =>
    (await portal.rows<{ name: string }>(`SELECT name FROM users WHERE id = ${signedIn}`))[0]?.name;
  return { portal, shown, signedIn, headers, post, rename, name };
}

describe('A page rendered for another account', () => {
  it('is rejected with 409 by every customer procedure', async () => {
    const { portal, shown, headers } = await world();
    const wrong: string[] = [];
    for (const [path, procedure] of Object.entries(appRouter._def.procedures)) {
      if (ofNobody.has(path)) continue;
      const { type } = (procedure as unknown as { _def: { type: 'query' | 'mutation' } })._def;
      const url = `${portal.url}/trpc/${path}`;
      const init = { headers: headers(shown) };
      const answer = await (type === 'query'
        ? fetch(`${url}?input=${encodeURIComponent('{"json":{}}')}`, init)
        : fetch(url, { ...init, method: 'POST', body: '{"json":{}}' }));
      const { error } = (await answer.json()) as { error?: { json: { data: { appCode: string } } } };
      if (answer.status !== 409 || error?.json.data.appCode !== 'account_changed') wrong.push(path);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['/sign-out', {}],
    ['/passkey/generate-register-options', {}],
  ])('is rejected with 409 by %s and changes nothing', async (endpoint, body) => {
    const { portal, shown, signedIn, post } = await world();
    const before = await portal.rows('SELECT * FROM sessions');
    const answer = await post(`/api/auth${endpoint}`, body, shown);
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'ACCOUNT_CHANGED' }),
    ]);
    expect(await portal.rows('SELECT * FROM sessions')).toEqual(before);
    expect(
      await portal.rows(`SELECT id FROM security_events WHERE user_id = ${signedIn} AND kind <> 'signed_in'`),
    ).toEqual([]);
  });

  it('can’t download the signed-in customer’s data', async () => {
    const { portal, shown, signedIn, headers } = await world();
    const download = (account: number | null) =>
      fetch(`${portal.url}/user/data.json`, { headers: headers(account) });
    const answer = await download(shown);
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
      409,
      expect.stringMatching(/account-changed$/),
    ]);
    expect((await download(signedIn)).status).toBe(200);
    // A request from the address bar doesn't send the ID of the account for which a page was rendered.
    expect((await download(null)).status).toBe(200);
  });

  it('is rejected for a malformed account header, and accepted for the right account or none', async () => {
    const { shown, signedIn, rename, name } = await world();
    for (const account of [shown, 'null', '', `${signedIn}, ${shown}`, `0${signedIn}`, '1e9'])
      expect([account, (await rename('Somebody Else', account)).status]).toEqual([account, 409]);
    expect(await name()).toBe('Nora Lindqvist');
    expect((await rename('Bob', signedIn)).status).toBe(200);
    expect(await name()).toBe('Bob');
    expect((await rename('Bobby', null)).status).toBe(200);
  });

  it('gets 401 when there is no session', async () => {
    const { portal, shown } = await world();
    const answer = await fetch(`${portal.url}/trpc/accounts.rename`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [shownAccountHeader]: String(shown) },
      body: '{"json":{"name":"Ann"}}',
    });
    expect(answer.status).toBe(401);
  });
});
