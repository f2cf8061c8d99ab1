/** Tests that BRAND_DIR is read completely or refused with a sentence that names the file. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#server/config/config.ts';
import { appNameOf } from '#server/features/identity/app-name.ts';
import { legalTextIn, ownBrand } from '#server/platform/brand/brand.ts';
import { readBrand } from '#server/platform/brand/read-brand.ts';
import { pngOf, svgWith, useBrandFolders } from '#tests/support/brand/brand-folder.ts';
import { completeSettings } from '#tests/support/config/complete-settings.ts';

const brandFolder = useBrandFolders();
const read = (folder: string | null, name: string | null = null) => {
  const reading = readBrand({ name, folder });
  if (reading.status === 'wrong') throw new Error(reading.problems.join('\n'));
  return reading.brand;
};
const problemsOf = (folder: string): readonly string[] => {
  const reading = readBrand({ name: null, folder });
  return reading.status === 'wrong' ? reading.problems : [];
};

const dot = svgWith('<circle cx="12" cy="12" r="9"/>');

describe('A complete folder', () => {
  const folder = brandFolder({
    'logo.svg': svgWith('<path d="M0 0h24"/>'),
    'logo-dark.svg': svgWith('<path d="M0 0h24" fill="#fff"/>'),
    'icon.svg': dot,
    'icon.png': pngOf(512, 512),
    'social.png': pngOf(1200, 630),
    'monica.svg': dot,
    'products.json': '{"monica": {"site": "https://crm.example/"}}',
    'terms.en.md': '# Our terms\n\nBe kind.',
    'privacy.en.md': '# Privacy\n\nWe keep little.',
    'privacy.fr.md': '# Confidentialité\n\nNous gardons peu.',
    '.DS_Store': 'ignored',
  });
  const brand = read(folder, 'Acme');

  it('has marks for light and dark pages, at addresses that depend on the contents', () => {
    expect(brand.logo).toEqual({
      light: expect.stringMatching(/^\/brand\/logo\.[\w-]{22}\.svg$/),
      dark: expect.stringMatching(/^\/brand\/logo-dark\.[\w-]{22}\.svg$/),
    });
    const { logo } = brand.products.Monica;
    expect(logo?.light).toBe(logo?.dark);
    expect(brand.products.OfficeLife).toEqual(ownBrand.products.OfficeLife);
    expect(brand.icon?.png).toMatch(/^\/brand\/icon\.[\w-]{22}\.png$/);
    expect(brand.socialImage).toMatch(/^\/brand\/social\./);
    expect(brand.files.size).toBe(6);
    expect(read(brandFolder({ 'monica.svg': svgWith('<path d="M1 1"/>') })).products.Monica.logo).not.toEqual(
      logo,
    );
  });

  it('has sites and texts; a missing language falls back to the other one', () => {
    expect(brand.products.Monica.site).toBe('https://crm.example/');
    expect(legalTextIn(brand, { page: 'terms', locale: 'fr' })).toEqual({
      title: 'Our terms',
      html: '<p>Be kind.</p>\n',
      locale: 'en',
    });
    expect(legalTextIn(brand, { page: 'privacy', locale: 'fr' })).toMatchObject({ locale: 'fr' });
    const french = read(brandFolder({ 'terms.fr.md': '# Conditions' }));
    expect(legalTextIn(french, { page: 'terms', locale: 'en' })).toMatchObject({
      title: 'Conditions',
      html: '',
    });
    expect(legalTextIn(ownBrand, { page: 'terms', locale: 'en' })).toBeNull();
  });

  it('without a social image has none if the marks are its own', () => {
    expect(read(brandFolder({ 'logo.svg': dot })).socialImage).toBeNull();
    expect(read(brandFolder()).socialImage).toBe(ownBrand.socialImage);
  });
});

describe('A file that cannot be used is refused', () => {
  it.each<[name: string, contents: string | Buffer, problem: RegExp]>([
    ['monca.svg', dot, /is none of the files that are used \(logo\.svg, .*monica\.svg/],
    ['terms.de.md', '# AGB', /is none of the files that are used/],
    ['logo.png', pngOf(1, 1), /is none of the files that are used/],
    ['products.json', '{', /is not valid JSON/],
    ['products.json', '[]', /must be an object such as \{"monica"/],
    ['products.json', '{"crm": {"site": "https://crm.example"}}', /names something else than the products/],
    ['products.json', '{"monica": {"site": "javascript:alert(1)"}}', /must be an http or https address/],
    ['products.json', '{"monica": {"site": "https://me:pass@crm.example"}}', /no user name or password/],
    ['products.json', '{"monica": {"url": "https://crm.example"}}', /at monica: must be an object such as/],
    ['products.json', Buffer.from([0x7b, 0xff, 0x7d]), /is not encoded in UTF-8/],
    ['logo.svg', dot.replaceAll('circle', 'script'), /has the element <script>/],
    ['logo.svg', svgWith('x'.repeat(70_000)), /is larger than 64 kB/],
    ['logo-dark.svg', dot, /only used together with logo\.svg/],
    ['icon.png', pngOf(512, 512), /only used together with icon\.svg/],
    ['social.png', Buffer.from('GIF89a'), /is not a PNG image/],
    ['terms.en.md', 'Terms', /must begin with its title/],
    ['terms.en.md', `# Terms\n\n${'x'.repeat(110_000)}`, /is larger than 100 kB/],
  ])('%s: case %#', (name, contents, problem) => {
    const problems = problemsOf(brandFolder({ [name]: contents }));
    for (const problem of problems)
      expect(problem).toMatch(new RegExp(`^BRAND_DIR: ${name.replaceAll('.', '\\.')} `));
    expect(problems.join('\n')).toMatch(problem);
  });

  it.each([
    ['too small', pngOf(100, 100)],
    ['not square', pngOf(300, 200)],
  ])('an icon that is %s', (_what, png) => {
    expect(problemsOf(brandFolder({ 'icon.svg': dot, 'icon.png': png })).join()).toMatch(
      /icon\.png must be square, with at least 180 pixels/,
    );
  });

  it('a link out of the folder, a link to nothing and a folder, but not a link inside', () => {
    const folder = brandFolder({ '.real.svg': dot });
    symlinkSync(join(folder, '.real.svg'), join(folder, 'logo.svg'));
    expect(problemsOf(folder)).toEqual([]);
    symlinkSync('/etc/hostname', join(folder, 'terms.en.md'));
    symlinkSync(join(folder, 'gone'), join(folder, 'icon.svg'));
    mkdirSync(join(folder, 'monica.svg'));
    expect(problemsOf(folder)).toEqual([
      'BRAND_DIR: icon.svg is a link that leads nowhere',
      'BRAND_DIR: monica.svg is not a file',
      'BRAND_DIR: terms.en.md is a link that leads out of the folder: copy the file instead',
    ]);
  });

  it('with all other problems of the settings at once', () => {
    const folder = brandFolder({ 'products.json': '{', 'logo.svg': 'x' });
    const wrong = { ...completeSettings, BRAND_DIR: folder, PORT: 'x' };
    expect(() => readConfig(wrong)).toThrow(ConfigError);
    expect(() => readConfig(wrong)).toThrow(/PORT must be .*\n.*BRAND_DIR: logo\.svg .*\n|BRAND_DIR/s);
    expect(() => readConfig({ ...completeSettings, BRAND_DIR: join(folder, 'none') })).toThrow(
      'BRAND_DIR must be a folder that the portal can read',
    );
  });
});

describe('BRAND_NAME', () => {
  it.each(['two\nlines', 'x'.repeat(61), 'Acme {page}', '<b>Acme</b>'])('refuses %j', (name) => {
    expect(() => readConfig({ ...completeSettings, BRAND_NAME: name })).toThrow(
      /BRAND_NAME must be one line/,
    );
  });

  it('is trimmed, counts as absent if blank, and is used in authenticator apps without colons', () => {
    const nameOf = (name: string) => readConfig({ ...completeSettings, BRAND_NAME: name }).brand.name;
    expect(nameOf(" L’atelier d'Ada ")).toBe("L’atelier d'Ada");
    expect(nameOf('  ')).toBeNull();
    expect(appNameOf({ name: 'Acme: licences' })).toBe('Acme  licences');
    expect(appNameOf(ownBrand)).toBe('Customer portal');
  });
});
