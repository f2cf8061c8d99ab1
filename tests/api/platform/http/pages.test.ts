/**
 * Tests responses to browsers. Files use the smallest encoding that the browser accepts, and documents reference the
 * files that their page needs first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessages, messageSets } from '#client/i18n/messages.ts';
import type { MessageSet } from '#client/i18n/translation.ts';
import { Delivery, filesFor } from '#server/platform/pages/delivery.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { FirstAnswer } from '#shared/first-answer.ts';
import { type PageName, type PageSet, pageSets } from '#shared/pages.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { sentencesOf } from '#tests/support/i18n/sentences.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;
let cookie: string;

beforeAll(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db, pages: true });
});
afterAll(() => portal.stop());

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Returns the response as it is on the wire. `fetch` would decode it and send additional headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request(portal.url + path, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

const page = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await ask(path, headers);
  return { ...answer, html: answer.body.toString('utf8') };
};

const delivery = Delivery.parse(JSON.parse(readFileSync('dist/client/delivery.json', 'utf8')));
const [script = ''] = delivery.messages.en.common.scripts;

function broughtBy(html: string): FirstAnswer {
  const [, json = ''] =
    /<script type="application\/json" id="first-answer">(.*?)<\/script>/s.exec(html) ?? [];
  return FirstAnswer.parse(JSON.parse(json));
}

describe('Client files', () => {
  test('are sent in Brotli, gzip or uncompressed according to Accept-Encoding, with Vary and separate ETags', async () => {
    const plain = await ask(script);
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'content-length': String(plain.body.length),
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const br = await ask(script, { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
    const gzip = await ask(script, { 'Accept-Encoding': 'br;q=0, gzip' });
    expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(brotliDecompressSync(br.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(br.body.length).toBeLessThan(gzip.body.length);
    expect(br.body.length).toBeLessThan(plain.body.length / 3);
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
  });

  test('return 304 for the ETag of the same encoding and 200 for another encoding', async () => {
    const headers = { 'Accept-Encoding': 'br' };
    const { headers: first } = await ask(script, headers);
    const again = await ask(script, { ...headers, 'If-None-Match': String(first.etag) });
    expect(again).toMatchObject({ status: 304, headers: { vary: 'Accept-Encoding', etag: first.etag } });
    expect(again.body).toHaveLength(0);
    const other = await ask(script, { 'Accept-Encoding': 'gzip', 'If-None-Match': String(first.etag) });
    expect(other.status).toBe(200);
  });

  test('return the GET headers without a body for HEAD, and ignore Range', async () => {
    const headers = { 'Accept-Encoding': 'br' };
    const whole = await ask(script, headers);
    const head = await ask(script, headers, 'HEAD');
    expect(head.body).toHaveLength(0);
    for (const name of ['content-length', 'content-encoding', 'content-type', 'etag', 'vary'])
      expect(head.headers[name]).toBe(whole.headers[name]);
    const ranged = await ask(script, { ...headers, Range: 'bytes=0-9' });
    expect(ranged).toMatchObject({ status: 200 });
    expect(ranged.body).toEqual(whole.body);
  });

  test('return 406 when every available encoding is excluded', async () => {
    expect(await ask(script, { 'Accept-Encoding': 'identity;q=0, zstd' })).toMatchObject({
      status: 406,
      headers: { vary: 'Accept-Encoding', 'cache-control': 'no-store' },
    });
  });

  test.each(['/assets/app-gone.js', `${script}.br`, `${script}.map`, '/assets/', '/assets/..%2findex.html'])(
    "that don't exist return a plain text 404: %s",
    async (path) => {
      const answer = await ask(path);
      expect(answer).toMatchObject({ status: 404 });
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );

  test.each(['/delivery.json', '/.vite/manifest.json'])(
    'meant only for the server return 404: %s',
    async (path) => {
      expect((await page(path)).status).toBe(404);
    },
  );

  test.each([
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/favicon.ico', 'image/x-icon'],
    ['/favicon.svg', 'image/svg+xml'],
    ['/apple-touch-icon.png', 'image/png'],
    ['/portal.webmanifest', 'application/manifest+json; charset=utf-8'],
    ['/social.png', 'image/png'],
  ])(
    'requested at well-known paths are served with the right type and one hour of caching: %s',
    async (path, type) => {
      expect(await ask(path)).toMatchObject({
        status: 200,
        headers: { 'content-type': type, 'cache-control': 'public, max-age=3600' },
      });
    },
  );
});

describe('A first visit', () => {
  const built = readFileSync('dist/client/index.html', 'utf8');
  const everywhere = (kind: string) =>
    [...built.matchAll(new RegExp(`"(/assets/[^"]+\\.${kind})"`, 'g'))].map(([, file = '']) => file);
  /** One page from each page set, in each language. */
  const visits = (
    ['welcome', 'terms', 'login', 'home', 'settings', 'auditLog'] as const satisfies PageName[]
  ).flatMap((name) => locales.map((locale) => ({ name, locale })));

  /**
   * Returns sentences from the given message sets that occur in no other language and are long enough not to match by
   * chance.
   */
  async function ownSentences(locale: Locale, sets: readonly MessageSet[]): Promise<string[]> {
    const textsOf = async (language: Locale, of: readonly MessageSet[]) => {
      const messages = createMessages(language);
      await messages.load(...of);
      // The built files have plain spaces and hyphens; non-breaking ones are inserted at runtime.
      return sentencesOf(messages.current().messages).map(([, text]) =>
        text.replace(/[\u00A0\u202F]/g, ' ').replaceAll('\u2011', '-'),
      );
    };
    const others = locales.filter((each) => each !== locale).map((each) => textsOf(each, messageSets));
    const foreign = new Set((await Promise.all(others)).flat());
    return (await textsOf(locale, sets)).filter((text) => text.length > 25 && !foreign.has(text));
  }

  const needed = {
    public: ['common', 'public'],
    legal: ['common', 'legal'],
    auth: ['common', 'auth'],
    customer: ['common', 'customer'],
    account: ['common', 'customer', 'account'],
    administration: ['common', 'customer', 'account', 'administration'],
  } as const satisfies Record<PageSet, readonly MessageSet[]>;

  test.each(visits)(
    'to $name in $locale loads few files, with all of its own messages and no others',
    async ({ name, locale }) => {
      const asked = filesFor(delivery, { page: name, locale });
      const scripts = [...everywhere('js'), ...asked.scripts];
      const styles = [...everywhere('css'), ...asked.styles];
      expect(scripts.length).toBeLessThanOrEqual(10);
      expect(styles.length).toBeLessThanOrEqual(6);
      const text = scripts.map((file) => readFileSync(join('dist/client', file), 'utf8')).join('\n');
      const sets = needed[pageSets[name]];
      const own = await ownSentences(locale, sets);
      expect(own.length).toBeGreaterThan(50);
      expect(own.filter((sentence) => !text.includes(sentence))).toEqual([]);
      const unneeded = await ownSentences(
        locale,
        messageSets.filter((set) => !(sets as readonly MessageSet[]).includes(set)),
      );
      const foreign = locales
        .filter((each) => each !== locale)
        .map((language) => ownSentences(language, messageSets));
      const overheard = [unneeded, ...(await Promise.all(foreign))]
        .flat()
        .filter((sentence) => !own.some((each) => each.includes(sentence)));
      expect(overheard.length).toBeGreaterThan(300);
      expect(overheard.filter((sentence) => text.includes(sentence))).toEqual([]);
    },
  );

  test('to any page references only files that exist in the build', () => {
    const there = new Set(readdirSync('dist/client/assets').map((file) => `/assets/${file}`));
    for (const each of visits) {
      const { scripts, styles } = filesFor(delivery, { page: each.name, locale: each.locale });
      for (const file of [...scripts, ...styles, ...everywhere('js')]) expect(there).toContain(file);
    }
  });
});

describe('A document', () => {
  /** Signs a customer in, whose row is changed first. */
  async function signIn(change: string): Promise<void> {
    await portal.customer(nora);
    await database.db.query(`UPDATE users SET ${change} WHERE email = ?`, { replacements: [nora] });
    const browser = portal.newBrowser();
    await browser.signIn(nora);
    cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  test.each(['/', '/login', '/terms', '/dashboard', '/no-such-page'])(
    'at %s has the colour scheme of the cookie before any script runs',
    async (path) => {
      for (const scheme of ['light', 'dark'] as const) {
        const { html } = await page(path, { Cookie: `locale=en; color-scheme=${scheme}` });
        expect(html).toContain(`<html lang="en" data-mantine-color-scheme="${scheme}">`);
        expect(html).toContain(`<meta name="color-scheme" content="${scheme}" />`);
        expect(html.match(/<meta name="theme-color" content="[^"]+" \/>/g)).toEqual([
          `<meta name="theme-color" content="${scheme === 'dark' ? '#151412' : '#faf9f7'}" />`,
        ]);
      }
      for (const Cookie of ['color-scheme=auto', 'color-scheme=%22onload', 'a=b']) {
        const { html } = await page(path, { Cookie });
        expect(html).toContain('<html lang="en" data-mantine-color-scheme="light">');
        expect(html).toContain('<meta name="color-scheme" content="light dark" />');
        expect(html.match(/<meta name="theme-color"[^>]*media=/g)).toHaveLength(2);
      }
    },
  );

  test.each([
    ['/', 'Support the software you rely on'],
    ['/terms', '<h1 tabindex="-1">Terms</h1>'],
    ['/privacy', '<h1 tabindex="-1">Privacy'],
  ])(
    'at %s is server-rendered in the requested language with canonical and alternate links',
    async (path, text) => {
      const english = await page(path);
      expect(english).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(english.html).toContain(text);
      expect(english.html).toMatch(/<meta name="description" content="[^"]{30,}">/);
      expect(english.html).not.toContain('noindex');
      expect(english.html).toContain(`<link rel="canonical" href="${portal.url}${path}?lang=en">`);
      expect(english.html).toContain(`hreflang="fr" href="${portal.url}${path}?lang=fr"`);
      expect(english.html).not.toMatch(/ style="/);
      const french = await page(path, { 'Accept-Language': 'fr' });
      expect(french.html).toContain('<html lang="fr"');
      expect(french.html).not.toContain(text);
      expect(french.html).toContain('Créer un compte');
    },
  );

  test('with ?lang= uses that language and stores it in a cookie', async () => {
    const answer = await page('/terms?lang=fr', { 'Accept-Language': 'en' });
    expect(answer.html).toContain('<html lang="fr"');
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^locale=fr; Max-Age=31536000; Path=\/;/),
    ]);
    const next = await page('/', { Cookie: 'locale=fr' });
    expect(next.html).toContain('<html lang="fr"');
    expect(next.headers['set-cookie']).toBeUndefined();
  });

  test('for a signed-out visitor has the public settings without an account and is compressed', async () => {
    const plain = await page('/');
    expect(broughtBy(plain.html)).toMatchObject({ account: null, publicConfig: { graceDays: 7 } });
    expect(String(plain.headers.vary).split(', ').sort()).toEqual([
      'Accept-Encoding',
      'Accept-Language',
      'Cookie',
    ]);
    const br = await ask('/', { 'Accept-Encoding': 'br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.body).toString()).toContain('first-answer');
    expect(br.body.length).toBeLessThan(plain.body.length / 3);
    const gzip = await ask('/', { 'Accept-Encoding': 'gzip' });
    expect(gunzipSync(gzip.body).toString()).toContain('first-answer');
  });

  test('has its own nonce, matching its content security policy', async () => {
    const [one, other] = [await page('/'), await page('/')];
    const nonceIn = (html: string) => [
      ...new Set([...html.matchAll(/nonce="([^"]+)"/g)].map(([, each]) => each)),
    ];
    for (const { html, headers } of [one, other]) {
      expect(nonceIn(html)).toHaveLength(1);
      expect(headers['content-security-policy']).toContain(`'nonce-${nonceIn(html)[0]}'`);
      // A placeholder that was not filled. Names of scripts may contain two underscores as well.
      expect(html).not.toMatch(/__[A-Z_]{3,}__/);
    }
    expect(nonceIn(one.html)).not.toEqual(nonceIn(other.html));
  });

  test('for a signed-in customer has the account and its language and is noindex, no-store and uncompressed', async () => {
    await signIn("locale = 'fr'");
    const answer = await page('/dashboard', { Cookie: cookie, 'Accept-Encoding': 'br, gzip' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(broughtBy(answer.html).account).toMatchObject({ email: nora, locale: 'fr' });
    expect(answer.html).toContain('<html lang="fr"');
    expect(answer.html).toContain('<meta name="robots" content="noindex">');
    expect(answer.html).toContain('href="/receipts"');
    // The e-mail address occurs only once, in the data embedded in the document. The rendered page doesn't contain it.
    expect(answer.html.split(nora)).toHaveLength(2);
    const anonymous = await page('/dashboard', { 'Accept-Language': 'fr' });
    expect(anonymous.html).not.toContain(nora);
  });

  test('of administration is 403 for a customer, without the scripts that only administrators need', async () => {
    await signIn("locale = 'en'");
    /** A document may be sent without the account, if the database is slow; the page then decides what to show. */
    const known = async (path: string) => {
      for (;;) {
        const answer = await page(path, { Cookie: cookie });
        if (broughtBy(answer.html).account !== undefined) return answer;
      }
    };
    const own = (html: string) =>
      delivery.pageSets.administration.scripts.filter((file) => html.includes(file)).length;
    for (const path of ['/administration', '/administration/7', '/administration/audit-log']) {
      const refused = await known(path);
      expect(refused).toMatchObject({ status: 403, headers: { 'cache-control': 'no-store' } });
      expect(own(refused.html)).toBeLessThan(delivery.pageSets.administration.scripts.length);
      expect((await page(path)).html).toContain(delivery.pageSets.auth.scripts[0] ?? 'no script');
    }
    await database.db.query("UPDATE users SET administrator_role = 'viewer' WHERE email = ?", {
      replacements: [nora],
    });
    const { status, html } = await known('/administration');
    expect(status).toBe(200);
    expect(own(html)).toBe(delivery.pageSets.administration.scripts.length);
  });

  test('of a customer page preloads the sign-in scripts for a signed-out visitor', async () => {
    const { html } = await page('/dashboard');
    for (const file of delivery.pageSets.auth.scripts) expect(html).toContain(`href="${file}"`);
    for (const file of delivery.pageSets.customer.scripts)
      if (!delivery.pageSets.auth.scripts.includes(file)) expect(html).not.toContain(file);
  });

  test('for an unknown path returns 404 and never echoes the request', async () => {
    const { status, html } = await page('/no-such-page?x="><b>probe', { 'User-Agent': 'probe' });
    expect(status).toBe(404);
    expect(html).toContain('Page not found');
    expect(html).toContain('noindex');
    expect(html).not.toContain('probe');
  });
});
