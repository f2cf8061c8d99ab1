/** Tests that every document rendered by the server has the portal's layout and is in the chosen language. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { stylesFor } from '#server/platform/html/page-styles.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const styles = stylesFor(null);
const database = useDatabase();
let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
afterAll(() => portal.stop());

const open = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(portal.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', ...headers },
  });
  return { status: answer.status, headers: answer.headers, page: await answer.text() };
};

const bilingual = [
  '/no-such-page',
  '/oauth/token',
  '/user/data.json',
  '/problems/forbidden',
  '/problems/none',
];
const all = [...bilingual, '/docs/api'];

describe('Every document rendered by the server', () => {
  it.each(all)('%s has the shared layout and a content security policy without scripts', async (path) => {
    const { page, headers } = await open(path);
    const nonce = /<style nonce="([^"]+)">/.exec(page)?.[1];
    expect(page).toContain(`<style nonce="${nonce}">${styles}</style>`);
    expect(page).toMatch(/<header>.*<a class="name" href="\/">.*Customer portal<\/a>/s);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|style="| on\w+=/);
    expect(headers.get('content-language')).toBe('en');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(bilingual)('%s uses the language of the cookie before Accept-Language', async (path) => {
    for (const [headers, language] of [
      [{}, 'en'],
      [{ 'accept-language': 'fr-CH, fr;q=0.9' }, 'fr'],
      [{ 'accept-language': 'en', cookie: 'a=b; locale=fr' }, 'fr'],
      [{ 'accept-language': 'fr', cookie: 'locale=en' }, 'en'],
      [{ 'accept-language': 'fr', cookie: 'locale=xx' }, 'fr'],
    ] as const) {
      const answer = await open(path, headers);
      expect(answer.page, JSON.stringify(headers)).toContain(`<html lang="${language}">`);
      expect(answer.headers.get('content-language')).toBe(language);
      expect(answer.page).toContain(language === 'fr' ? 'Espace client' : 'Customer portal');
      for (const name of ['Accept-Language', 'Cookie'])
        expect(answer.headers.get('vary')?.split(/,\s*/)).toContain(name);
    }
  });

  it.each(all)("%s uses the colour scheme of the cookie, or the system's without one", async (path) => {
    for (const [cookie, scheme] of [
      ['a=b; color-scheme=dark', 'dark'],
      ['color-scheme=light', 'light'],
      ['color-scheme=auto', null],
      ['color-scheme=black', null],
      ['', null],
    ] as const) {
      const { page, headers } = await open(path, { cookie });
      expect(page, cookie).toContain(`<meta name="color-scheme" content="${scheme ?? 'light dark'}">`);
      expect(page.includes('prefers-color-scheme'), cookie).toBe(scheme === null);
      expect(page.includes('--bg: #151412;'), cookie).toBe(scheme !== 'light');
      expect(page.includes('--bg: #faf9f7;'), cookie).toBe(scheme !== 'dark');
      expect(headers.get('vary')?.split(/,\s*/)).toContain('Cookie');
    }
  });

  it('never contains the word “portail” on a French problem page', async () => {
    const { problems } = await import('#shared/problems.ts');
    for (const name of Object.keys(problems)) {
      const { page } = await open(`/problems/${name}`, { 'accept-language': 'fr' });
      expect(page, name).not.toMatch(/portail/i);
    }
  });
});

describe('The colours', () => {
  it("match the client's light and dark themes", () => {
    const tokens = readFileSync('src/client/ui/styles/tokens.css', 'utf8');
    const [light = '', dark = ''] = tokens.split(':root[data-mantine-color-scheme="dark"]');
    const [ours = '', oursInTheDark = ''] = styles.split('prefers-color-scheme: dark');
    const colours = (text: string) =>
      new Map([...text.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
    for (const [mine, theirs] of [
      [colours(ours), colours(light)],
      [colours(oursInTheDark), colours(dark)],
    ] as const) {
      expect(mine.size).toBe(10);
      for (const [name, value] of mine) expect([name, value]).toEqual([name, theirs.get(name)]);
    }
    expect(styles.match(/#[0-9a-f]{3,8}\b/g)).toHaveLength(20);
  });
});
