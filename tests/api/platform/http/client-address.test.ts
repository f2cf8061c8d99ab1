/**
 * Tests the client address behind a proxy that writes ports, brackets or nonsense. Limits, sessions, the security log
 * and prices must all use the same address.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { startAccountPortal } from '#tests/support/portal/account-portal.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function start(settings: Record<string, string>, { limitSignIn = false } = {}) {
  const portal = await startAccountPortal({
    databaseUrl: database.url,
    db: database.db,
    settings,
    limitSignIn,
  });
  running.push(portal.stop);
  return portal;
}

describe('X-Forwarded-For', () => {
  it('counts different ports of one address as one client, with 429 after 60 attempts', async () => {
    const { url } = await start({ TRUST_PROXY: '1' }, { limitSignIn: true });
    const attempt = (index: number, forwarded: string) =>
      browser(url).post(
        '/sign-in/email',
        { email: `nobody${index}@example.test`, password: 'not this password' },
        { origin: url, 'x-forwarded-for': forwarded },
      );
    const statuses: number[] = [];
    for (let index = 0; index < 61; index += 1)
      statuses.push((await attempt(index, `198.51.100.23:${40_000 + index}`)).status);
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 401));
    expect(statuses[60]).toBe(429);
    for (const other of ['::ffff:198.51.100.23', '[::ffff:c633:6417]:9', '6.6.6.6, 198.51.100.23:1'])
      expect((await attempt(99, other)).status, other).toBe(429);
    expect((await attempt(99, '198.51.100.24:40000')).status).toBe(401);
  });

  const written: [string, string][] = [
    ['198.51.100.23:40000', '198.51.100.23'],
    ['[2001:0DB8:0:0::17]:40000', '2001:db8::17'],
    ['::ffff:198.51.100.23', '198.51.100.23'],
    ['unknown', '127.0.0.1'],
  ];

  it.each(someOf(written, 2))(
    '%s is stored in the session and the security log as %s',
    async (forwarded, address) => {
      const portal = await start({ TRUST_PROXY: '1' });
      await portal.customer('nora@example.test');
      const nora = portal.newBrowser();
      const headers = { origin: portal.url, 'x-forwarded-for': forwarded };
      const signedIn = await browser(portal.url).post(
        '/sign-in/email',
        { email: 'nora@example.test', password: 'a long enough secret' },
        headers,
      );
      for (const [name, value] of signedIn.cookies)
        nora.jar.set(name, value.split(';')[0]?.split('=')[1] ?? '');
      expect(await portal.rows('SELECT ip_address AS address FROM sessions')).toEqual([{ address }]);
      expect(await nora.api().identity.sessions.list.query()).toMatchObject([{ ipAddress: address }]);
      expect(await nora.api().identity.securityLog.query({})).toMatchObject({
        events: [{ ipAddress: address }],
      });
    },
  );

  it('displays the IPv6 network of an older session in its short form', async () => {
    const portal = await start({});
    await portal.customer('nora@example.test');
    const nora = await portal.signedIn('nora@example.test');
    await database.db.query("UPDATE sessions SET ip_address = '2001:0db8:0001:0002:0000:0000:0000:0000'");
    expect(await nora.api().identity.sessions.list.query()).toMatchObject([{ ipAddress: '2001:db8:1:2::' }]);
  });
});

describe("A visitor's country", () => {
  const countryOf = async (url: string, headers: Record<string, string>) => {
    const input = encodeURIComponent('{"json":{"product":"Monica"}}');
    const answer = await fetch(`${url}/trpc/catalogue.offers?input=${input}`, { headers });
    return ((await answer.json()) as { result: { data: { json: { country: string } } } }).result.data.json
      .country;
  };

  it.each(someOf(['0', '1'], 1))(
    "ignores country headers that aren't configured, with TRUST_PROXY=%s",
    async (trust) => {
      const { url } = await start({ TRUST_PROXY: trust, FALLBACK_COUNTRY: 'SE' });
      expect(await countryOf(url, { 'cf-ipcountry': 'FR' })).toBe('SE');
    },
  );

  it('is read from the configured header only', async () => {
    const { url } = await start({ TRUST_PROXY: '1', COUNTRY_HEADER: 'X-Country', FALLBACK_COUNTRY: 'SE' });
    expect(await countryOf(url, { 'x-country': 'FR' })).toBe('FR');
    expect(await countryOf(url, { 'cf-ipcountry': 'FR' })).toBe('SE');
  });
});
