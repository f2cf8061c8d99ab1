/** Tests how encodings and languages are negotiated, and the documents that are built from the result. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { styleByRules } from '#client/render/inline-styles.ts';
import { ownBrand } from '#server/platform/brand/brand.ts';
import { chooseCoding, codings } from '#server/platform/http/content-coding.ts';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { fillTemplate } from '#server/platform/pages/fill-template.ts';
import { FirstAnswer } from '#shared/first-answer.ts';

describe('The content coding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate', 'identity'],
    ['br;q=0', 'identity'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0.5, identity', 'identity'],
    ['br ; q=0.001', 'br'],
    ['*', 'br'],
    ['*;q=0', null],
    ['*;q=0, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0', null],
    ['identity;q=0, gzip', 'gzip'],
    ['identity;q=0.5, *;q=0', 'identity'],
    ['br;q=2, gzip', 'gzip'],
    ['br;level=4, gzip', 'gzip'],
    [';;,,q=1', 'identity'],
  ])('for “%s” is %s', (field, coding) => {
    expect(chooseCoding(field, codings)).toBe(coding);
  });

  it('is limited to the codings available', () => {
    expect(chooseCoding('br, gzip', ['identity'])).toBe('identity');
    expect(chooseCoding('br, gzip', ['identity', 'gzip'])).toBe('gzip');
    expect(chooseCoding('br, identity;q=0', ['identity', 'gzip'])).toBeNull();
  });

  it('is never one refused with q=0', () => {
    const entry = fc.tuple(
      fc.constantFrom(...codings, '*', 'zstd'),
      fc.constantFrom('', ';q=0', ';q=1', ';q=0.3'),
    );
    void fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([name]) => name, maxLength: 5 }), (entries) => {
        const chosen = chooseCoding(entries.map(([name, weight]) => name + weight).join(','), codings);
        expect(entries).not.toContainEqual([chosen, ';q=0']);
      }),
    );
  });
});

describe('The language of a document', () => {
  const nothing = { asked: undefined, ofAccount: undefined, cookies: undefined, acceptLanguage: undefined };

  it.each([
    [{}, 'en'],
    [{ acceptLanguage: 'fr-CA,fr;q=0.9,en;q=0.8' }, 'fr'],
    [{ acceptLanguage: 'en;q=0.8, fr;q=0.9' }, 'fr'],
    [{ acceptLanguage: 'de, es;q=0.9' }, 'en'],
    [{ acceptLanguage: 'de, fr;q=0.2' }, 'fr'],
    [{ acceptLanguage: 'fr;q=0' }, 'en'],
    [{ acceptLanguage: 'FR' }, 'fr'],
    [{ acceptLanguage: ';;q=,,fr;q=nonsense' }, 'en'],
    [{ cookies: 'a=b; locale=fr', acceptLanguage: 'en' }, 'fr'],
    [{ cookies: 'locale=de', acceptLanguage: 'fr' }, 'fr'],
    [{ cookies: 'other-locale=fr' }, 'en'],
    [{ ofAccount: 'en' as const, cookies: 'locale=fr' }, 'en'],
    [{ asked: 'fr', ofAccount: 'en' as const }, 'fr'],
    [{ asked: ['fr', 'en'] }, 'en'],
    [{ asked: '"><script>' }, 'en'],
  ])('with %j is %s', (wishes, locale) => {
    expect(preferredLocale({ ...nothing, ...wishes })).toBe(locale);
  });
});

describe('A document', () => {
  const template =
    '<html lang="en"><head><title>__TITLE__</title></head><body><!--page--><!--first-answer--></body></html>';
  const first = FirstAnswer.parse({
    publicConfig: {
      supportEmail: 'help@example.com',
      operator: { name: null, address: null },
      brand: { ...ownBrand, legalPages: [] },
      sourceUrl: 'https://example.com',
      billingUrls: { Monica: 'https://example.com', OfficeLife: 'https://example.com' },
      graceDays: 7,
      loginProviders: [],
      isTakeoverNoticed: false,
      earlierTermsUrl: null,
      today: '2026-11-29',
    },
    account: {
      id: 1,
      name: '</script><script>alert(1)</script><!--',
      email: 'nora@example.test',
      emailVerified: true,
      locale: 'en',
      country: null,
      administratorRole: null,
    },
  });
  const content = {
    locale: 'fr' as const,
    brand: ownBrand,
    colorScheme: null,
    drawing: { html: '<p>$& $1</p>', title: 'A "title" <b>', description: '"><b>' },
    first,
    files: { scripts: ['/assets/a.js'], styles: ['/assets/a.css'] },
    nonce: 'n',
    listed: null,
  };

  it('contains the embedded data and page, escaped so that no element is closed', () => {
    const html = fillTemplate(template, content);
    const [, json = ''] =
      /<script type="application\/json" id="first-answer">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(json)).toEqual(first);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<title>A &quot;title&quot; &lt;b&gt;</title>');
    expect(html).toContain('content="&quot;&gt;&lt;b&gt;"');
    expect(html).toContain('<p>$& $1</p>');
  });

  it('throws for a template without a required placeholder', () => {
    expect(() => fillTemplate('<html lang="en"></html>', content)).toThrow('index.html has no __TITLE__');
  });
});

describe('Inline styles', () => {
  it('are replaced by one rule per distinct style, with quotes decoded', () => {
    const { html, css } = styleByRules(
      '<p style="color:red">a style=&quot;b&quot;</p><i style="color:red"></i><b style="font-family:&quot;A &amp; B&quot;"></b>',
    );
    expect(html).toBe(
      '<p data-style="0">a style=&quot;b&quot;</p><i data-style="0"></i><b data-style="1"></b>',
    );
    expect(css).toBe('[data-style="0"]{color:red}[data-style="1"]{font-family:"A & B"}');
  });
});
