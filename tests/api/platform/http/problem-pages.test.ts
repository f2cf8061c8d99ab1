/** Tests that the URL in every problem's `type` opens in a browser, and so does the API's documentation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type ProblemName, problems } from '#shared/problems.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let portal: Portal;

beforeAll(async () => {
  portal = await startPortal({ databaseUrl: database.url });
});
afterAll(() => portal.stop());

async function open(path: string, language?: string) {
  const response = await fetch(portal.url + path, {
    headers: { accept: 'text/html', ...(language ? { 'accept-language': language } : {}) },
  });
  return { status: response.status, headers: response.headers, page: await response.text() };
}
const names = Object.keys(problems) as ProblemName[];
const headingIn = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)?.[1];

describe('A problem page', () => {
  it.each(names)('%s opens in English and in French', async (name) => {
    const english = await open(`/problems/${name}`);
    const french = await open(`/problems/${name}`, 'fr-CH, fr;q=0.9, en;q=0.5');
    expect([english.status, french.status]).toEqual([200, 200]);
    expect(headingIn(english.page)).toBe(problems[name].title);
    expect(english.page).toContain(`HTTP status ${problems[name].status}`);
    expect(french.page).toContain(`Statut HTTP ${problems[name].status}`);
    expect(french.page).toContain('<html lang="fr">');
    expect(french.headers.get('content-language')).toBe('fr');
    expect(headingIn(french.page)).not.toBe(headingIn(english.page));
    for (const { page, headers } of [english, french]) {
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.match(/<p[ >]/g)?.length).toBeGreaterThanOrEqual(4);
      const nonce = /<style nonce="([^"]+)">/.exec(page)?.[1];
      expect(headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    }
  });

  it('uses the language of ?lang= before Accept-Language', async () => {
    const page = await open('/problems/licence-ended?lang=fr', 'en');
    expect(headingIn(page.page)).toBe('La licence a pris fin');
    expect(headingIn((await open('/problems/licence-ended?lang=xx', 'de')).page)).toBe(
      'The licence has ended',
    );
  });

  it.each(['nonsense', 'constructor', 'toString', '__proto__', '%3Cscript%3E', 'licence_ended'])(
    'returns 404 for %s',
    async (name) => {
      const { status, page } = await open(`/problems/${name}`);
      expect(status).toBe(404);
      expect(headingIn(page)).toBe('Unknown problem');
      expect(page).not.toContain('<script');
    },
  );

  it("matches the type, title and status of every endpoint's problem document", async () => {
    const refusals = await Promise.all([
      fetch(`${portal.url}/api/validate`, { method: 'POST' }),
      fetch(`${portal.url}/api/user`),
      fetch(`${portal.url}/oauth/token`),
      fetch(`${portal.url}/api/nothing`),
      fetch(`${portal.url}/user/data.json`),
      fetch(`${portal.url}/api/auth/sign-in/email`, { method: 'POST' }),
    ]);
    for (const refusal of refusals) {
      const { type, title, status } = (await refusal.json()) as Record<'type' | 'title' | 'status', unknown>;
      expect(String(type).startsWith(`${portal.url}/problems/`)).toBe(true);
      const { page } = await open(String(type).slice(portal.url.length));
      expect(headingIn(page)).toBe(title);
      expect(status).toBe(refusal.status);
    }
  });
});

describe('The API documentation', () => {
  it("opens at the discovered URL and uses the portal's URL in its examples", async () => {
    const discovery = await fetch(`${portal.url}/.well-known/oauth-authorization-server`);
    const { service_documentation: address } = (await discovery.json()) as { service_documentation: string };
    const { status, page, headers } = await open(address.slice(portal.url.length));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('<table>');
    expect(page).toContain(`curl -s ${portal.url}/oauth/token`);
    expect(page).not.toContain('customers.example');
  });

  it('contains no dead links', async () => {
    const { page } = await open('/docs/api');
    for (const [, target = ''] of page.matchAll(/<a [^>]*href="(#[^"]*|\/[^"]*)"/g)) {
      if (target.startsWith('#')) expect(page).toContain(`id="${target.slice(1)}"`);
      else if (target !== '/')
        expect({ target, status: (await open(target)).status }).toEqual({ target, status: 200 });
    }
  });
});
