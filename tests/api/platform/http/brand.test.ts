/**
 * Tests that a portal with BRAND_NAME and BRAND_DIR shows the operator's brand everywhere, and serves its files safely.
 */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { FirstAnswer } from '#shared/first-answer.ts';
import { pngOf, svgWith, useBrandFolders } from '#tests/support/brand/brand-folder.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
const brandFolder = useBrandFolders();
const monica = svgWith('<circle cx="12" cy="12" r="9" fill="#963"/>');
const name = "L’atelier d'Ada & Co";
const escapedName = 'L’atelier d&#39;Ada &amp; Co';
let portal: Portal;

beforeAll(async () => {
  const folder = brandFolder({
    'logo.svg': svgWith('<path d="M0 0h24"/>'),
    'logo-dark.svg': svgWith('<path d="M0 0h24" fill="#fff"/>'),
    'icon.svg': svgWith('<rect width="24" height="24"/>'),
    'icon.png': pngOf(512, 512),
    'monica.svg': monica,
    'officelife.svg': svgWith('<path d="M1 1h9"/>'),
    'products.json': '{"officelife": {"site": "https://office.example/"}}',
    'terms.en.md': '# Ada’s terms\n\nBackups are made **every hour**.',
  });
  portal = await startPortal({
    databaseUrl: database.url,
    pages: true,
    settings: { BRAND_NAME: name, BRAND_DIR: folder, OPERATOR_NAME: 'Ada Ltd', OPERATOR_ADDRESS: '1 Lane' },
  });
});
afterAll(() => portal.stop());

const open = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(portal.url + path, { redirect: 'manual', ...init });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const firstAnswerOf = (html: string) => {
  const [, json = ''] = /id="first-answer">(.*?)<\/script>/s.exec(html) ?? [];
  return FirstAnswer.parse(JSON.parse(json));
};
const marks = async () => firstAnswerOf((await open('/')).text).publicConfig.brand;

/** Sends the request as it is; `fetch` would resolve dots in the path, and ask caches not to be used. */
const askRaw = (path: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(portal.url, { path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

describe('The pages', () => {
  it('have the name, the logo and the icons, in every language', async () => {
    for (const path of ['/login', '/login?lang=fr']) {
      const { text } = await open(path);
      expect(text).toMatch(/<title>[^<]+ · L’atelier d'Ada &amp; Co<\/title>/);
      expect(text).toMatch(/<link rel="icon" href="\/brand\/icon\.[\w-]{22}\.svg" type="image\/svg\+xml">/);
      expect(text).toMatch(/<link rel="apple-touch-icon" href="\/brand\/icon\.[\w-]{22}\.png">/);
      expect(text).toMatch(/<img [^>]*src="\/brand\/logo\.[^>]*>/);
      expect(text).not.toMatch(/favicon\.ico|Customer portal|Espace client/);
    }
    expect((await open('/')).text).not.toContain('og:image');
  });

  it('written without the client have them too', async () => {
    const { text } = await open('/no-such-address', { headers: { accept: 'text/html' }, method: 'PUT' });
    const problem = await open('/problems/forbidden', { headers: { cookie: 'color-scheme=dark' } });
    for (const page of [text, problem.text]) expect(page).toContain(` · ${escapedName}</title>`);
    expect(problem.text).toMatch(/<img src="\/brand\/logo-dark\.[\w-]{22}\.svg" alt=""/);
    const following = await open('/problems/forbidden');
    expect(following.text).toMatch(
      /<picture><source srcset="\/brand\/logo-dark\..*media="\(prefers-color-scheme: dark\)"><img src="\/brand\/logo\./,
    );
  });

  it('name the operator, and link the site of each product', async () => {
    const { text } = await open('/');
    expect(text).toContain('Operated by Ada Ltd');
    expect(text).toContain('href="https://office.example/"');
    expect(text).toContain('href="https://www.monicahq.com"');
    expect((await open('/privacy')).text).toContain('<address');
  });

  it('embed no setting of the brand that the client does not need', async () => {
    const { publicConfig } = firstAnswerOf((await open('/')).text);
    expect(Object.keys(publicConfig.brand).toSorted()).toEqual(['legalPages', 'logo', 'name', 'products']);
    expect(publicConfig.brand.legalPages).toEqual(['terms']);
  });
});

describe('The terms', () => {
  it('are the operator’s, rendered on the server and embedded once', async () => {
    const { text } = await open('/terms');
    expect(text).toMatch(/<title>Ada’s terms · /);
    expect(text).toMatch(/<h1[^>]*>Ada’s terms<\/h1>/);
    expect(text).toContain('<p>Backups are made <strong>every hour</strong>.</p>');
    expect(text).not.toContain('What a licence is');
    expect(firstAnswerOf(text).legalText?.page).toBe('terms');
  });

  it('are shown in the other language, marked as such, if there are none in French', async () => {
    const { text } = await open('/terms?lang=fr');
    expect(text).toContain('<html lang="fr"');
    expect(text).toContain('Ce texte n’est pas disponible en français.');
    expect(text).toMatch(/<div class="[^"]*" lang="en"><p>Backups/);
    const asked = encodeURIComponent('{"json":{"page":"terms","locale":"fr"}}');
    const answer = await open(`/trpc/catalogue.legalText?input=${asked}`);
    expect(JSON.parse(answer.text).result.data.json).toMatchObject({ title: 'Ada’s terms', locale: 'en' });
  });

  it('do not replace the privacy policy', async () => {
    const { text } = await open('/privacy');
    expect(text).toContain('What we keep');
    expect(firstAnswerOf(text)).not.toHaveProperty('legalText');
  });
});

describe('The files', () => {
  it('can be kept forever, and run nothing if opened as pages', async () => {
    const address = (await marks()).products.Monica.logo?.light ?? '';
    const answer = await open(address);
    expect([answer.status, answer.text]).toEqual([200, monica]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    const etag = answer.headers.get('etag') ?? '';
    expect(await askRaw(address, { 'if-none-match': etag })).toBe(304);
    expect(await open(address, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await open(address, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('are the only ones below their address', async () => {
    const address = (await marks()).products.Monica.logo?.light ?? '';
    for (const path of [
      '/brand/',
      '/brand/terms.en.md',
      '/brand/monica.svg',
      address.replace(/.svg$/, '.SVG'),
      `${address}/`,
      '/brand/../package.json',
      '/brand/..%2f..%2fetc%2fpasswd',
      '/brand/%2e%2e/%2e%2e/etc/passwd',
      '/brand/..\\..\\etc\\passwd',
      '/brand//etc/passwd',
      '/brand/__proto__',
    ])
      expect([path, await askRaw(path)]).toEqual([path, 404]);
  });

  it('replace the icons that browsers ask for unasked, and the manifest', async () => {
    expect((await open('/favicon.svg')).text).toContain('<rect');
    expect((await open('/apple-touch-icon.png')).headers.get('content-type')).toBe('image/png');
    for (const path of ['/favicon.ico', '/icon-192.png', '/icon-512.png', '/social.png'])
      expect([path, (await open(path)).status]).toEqual([path, 404]);
    const manifest = await open('/portal.webmanifest');
    expect(manifest.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(JSON.parse(manifest.text)).toMatchObject({
      ...{ name, short_name: name },
      icons: [
        { src: expect.stringContaining('.svg'), sizes: 'any' },
        { src: expect.stringContaining('.png') },
      ],
    });
  });
});
