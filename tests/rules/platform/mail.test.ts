/** Tests every mail template in both languages. Nothing that a stranger enters can inject markup or links. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MailData, mailTemplates } from '#server/mails/mail-templates.ts';
import { renderSample } from '#server/mails/render-sample.ts';
import { layoutTexts } from '#server/platform/mail/layout-texts.ts';
import type { ContentOf, MailText } from '#server/platform/mail/mail-template.ts';
import type { MailSender } from '#server/platform/mail/render-mail.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { mailKinds } from '#shared/administration/mails.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';
import { parseHtml } from '#tests/support/parse-html.ts';

const sender = {
  name: 'Customer portal',
  appUrl: 'https://portal.example',
  supportEmail: 'support@portal.example',
  operator: { name: null, address: null },
  brandName: null,
};

type TemplateAndData = ContentOf<MailData>;
const names = Object.keys(mailTemplates) as (keyof MailData)[];

const samples = Object.fromEntries(
  names.map((template) => [template, { template, data: mailTemplates[template].sample(sender.appUrl) }]),
) as { [T in keyof MailData]: { template: T; data: MailData[T] } };

const renderMail = <T extends keyof MailData>(
  mail: { template: T; data: MailData[T] },
  locale: Locale,
  from: MailSender,
) => renderSample(mail.template, locale, from, mail.data);

/** All texts of the mails and of their layout, by language. */
const mailTexts = Object.fromEntries(
  locales.map((locale) => [
    locale,
    {
      ...layoutTexts[locale],
      ...Object.fromEntries(names.map((name) => [name, mailTemplates[name].texts[locale]])),
    },
  ]),
) as Record<Locale, typeof layoutTexts.en & Record<keyof MailData, MailText>>;

const url = 'https://portal.example/somewhere?token=a.b-c_d&next=%2Fverified';

/** Returns one mail with sample data per template. The recipient's name is `name`, and every URL is the `url` above. */
const mailsFor = (name: string): TemplateAndData[] =>
  Object.values(samples).map((sample): TemplateAndData => {
    const links = 'url' in sample.data ? { url } : {};
    return { ...sample, data: { ...sample.data, ...links, name } } as TemplateAndData;
  });

const every = mailsFor('Zoë O’Brien & Söhne').flatMap((mail) =>
  locales.map((locale): [string, Locale, TemplateAndData] => [mail.template, locale, mail]),
);

const linksIn = (html: string): string[] =>
  [...parseHtml(html).querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');

describe.each(every)('%s in %s', (template, locale, mail) => {
  const rendered = renderMail(mail, locale, sender);
  const document = parseHtml(rendered.html);
  const given = Object.values(mail.data).filter(
    (value): value is string => typeof value === 'string' && value.startsWith('https:'),
  );
  // A mail whose data contains no link links to the portal.
  const links = given.length > 0 ? given : [sender.appUrl];

  test('has a short subject, and the same sentences as text and as HTML', () => {
    expect(rendered.subject.length).toBeGreaterThan(5);
    expect(rendered.subject.length).toBeLessThanOrEqual(50);
    const words = document.body.textContent ?? '';
    const texts: Record<'subject' | 'text' | 'action' | 'note', string> = mailTexts[locale][mail.template];
    const whole = [texts.subject, texts.text, texts.action, texts.note].filter((text) => !text.includes('{'));
    for (const sentence of [rendered.subject, ...whole]) expect(words).toContain(sentence);
    for (const sentence of whole.filter((text) => text !== texts.subject))
      expect(rendered.text).toContain(sentence);
    expect(document.documentElement.lang).toBe(locale);
  });

  test('contains no translation keys or placeholders', () => {
    for (const text of [rendered.subject, rendered.text, document.body.textContent ?? '']) {
      expect(text).not.toMatch(new RegExp(`${template}\\.|[{}]|undefined|null|\\[object`));
    }
  });

  test('names the recipient, the portal and the support address', () => {
    for (const text of [rendered.text, document.body.textContent ?? '']) {
      expect(text).toContain('Zoë O’Brien & Söhne');
      expect(text).toContain('portal.example');
      expect(text).toContain(sender.supportEmail);
    }
  });

  test('contains only the given links, complete in both versions', () => {
    expect(new Set(linksIn(rendered.html))).toEqual(new Set(links));
    for (const link of links) expect(rendered.text.split('\n')).toContain(link);
  });

  test('loads no images, scripts, fonts or other resources', () => {
    expect(
      document.querySelectorAll('img, script, link, iframe, object, form, input, svg, video').length,
    ).toBe(0);
    expect(rendered.html).not.toMatch(/url\(|@import|@font-face/);
  });

  test('is small enough for Gmail, which cuts off e-mails above 102 kB', () => {
    const size = (part: string) => Buffer.byteLength(part);
    expect(size(rendered.html) + size(rendered.text)).toBeLessThan(20_000);
  });

  test('declares support for dark mode', () => {
    expect(rendered.html).toContain('name="color-scheme" content="light dark"');
    expect(rendered.html).toContain('prefers-color-scheme: dark');
  });
});

test('Administrators can list and preview e-mails of every template', () => {
  expect([...mailKinds].sort()).toEqual(Object.keys(mailTemplates).sort());
});

test('E-mails that are sent to a refused address are those that their recipient has asked for', () => {
  const awaited = Object.entries(mailTemplates).flatMap(([name, { isAwaited }]) => (isAwaited ? [name] : []));
  expect(awaited.sort()).toEqual([
    'address-taken',
    'already-registered',
    'confirm-code',
    'email-change',
    'reset-password',
    'verify-email',
  ]);
});

describe('Languages', () => {
  const flat = (texts: object): [string, string][] =>
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string'
        ? [[key, value]]
        : flat(value as object).map(([inner, text]): [string, string] => [`${key}.${inner}`, text]),
    );

  test('French has every sentence, translated, with French spaces and apostrophes', () => {
    const english = new Map(flat(mailTexts.en));
    const french = flat(mailTexts.fr);
    expect(french.map(([key]) => key)).toEqual([...english.keys()]);
    for (const [key, text] of french) {
      expect(text, key).not.toBe(english.get(key));
      expect(text, key).not.toMatch(/[^\u202f][;?!]/);
      // A colon directly before a letter is allowed, because the operator's commands contain such colons.
      expect(text, key).not.toMatch(/[^\u00a0]:(?![a-z])/);
      expect(text, key).not.toContain("'");
    }
  });
});

describe("The recipient's name", () => {
  const [mail] = mailsFor('<script>alert(1)</script>"\'&');

  test.each(locales)('is escaped in HTML (%s)', (locale) => {
    for (const each of mailsFor('<b onclick="x">Ada & \'Bob\'')) {
      const { html } = renderMail(each, locale, sender);
      expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;Ada &amp; &#39;Bob&#39;');
      expect(html).not.toContain('<b ');
    }
    if (mail) expect(renderMail(mail, locale, sender).html).not.toContain('<script');
  });

  test.each([
    'Win now at www.evil.example',
    'https://evil.example',
    'evil.example',
    'Ada evil.example/x',
    'write to me@evil.example',
    'a'.repeat(61),
    ' \n ',
  ])('is omitted when it looks like an advertisement or is unusable: %j', (name) => {
    for (const each of mailsFor(name)) {
      const { html, text } = renderMail(each, 'en', sender);
      expect(text).toMatch(/^Hello,\n/);
      expect(`${html}${text}`).not.toContain('evil');
    }
  });

  test.each(['Ada Lovelace', 'J. R. R. Tolkien', 'Dr. Ève d’Aubigné-Łukasz', '山田 太郎', "Miles O'Brien"])(
    'is used in the greeting: %s',
    (name) => {
      for (const each of mailsFor(name))
        expect(renderMail(each, 'en', sender).text).toContain(`Hello ${name},`);
    },
  );

  test('never changes the elements and links of the HTML or the lines of the text', () => {
    const [first] = mailsFor('Ada');
    if (!first) throw new Error('there is no mail');
    const plain = parseHtml(renderMail(first, 'fr', sender).html);
    const count = plain.querySelectorAll('*').length;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        for (const each of mailsFor(name).slice(0, 1)) {
          const rendered = renderMail(each, 'fr', sender);
          const document = parseHtml(rendered.html);
          expect(document.querySelectorAll('*').length).toBe(count);
          expect(new Set(linksIn(rendered.html))).toEqual(new Set([url]));
          expect(rendered.subject).toBe(mailTexts.fr[each.template].subject);
          expect(rendered.text.split('\n')[1]).toBe('');
        }
      }),
      { numRuns: someRuns(60) },
    );
  });
});

describe('An e-mail about a failed payment', () => {
  const inText = (
    template: 'payment-failed' | 'payment-failed-last',
    locale: Locale,
    change: object = {},
  ) => {
    const sample = samples[template];
    return renderMail({ ...sample, data: { ...sample.data, ...change } } as TemplateAndData, locale, sender)
      .text;
  };

  test('names the amount, the next attempt and the last day of the licence', () => {
    expect(inText('payment-failed', 'en')).toContain(
      'Your payment of US$9.00 for Monica failed. Paddle will try again on 15\u00A0February 2027. In the meantime, your licence stays valid until the end of 19\u00A0February 2027.',
    );
    expect(inText('payment-failed', 'fr', { retryOn: '2027-02-01' })).toContain(
      'Paddle fera une nouvelle tentative le 1er\u00A0février 2027.',
    );
  });

  test('says that the product may stop when the next attempt comes after the last day of the licence', () => {
    const late = { retryOn: '2027-02-20' };
    expect(inText('payment-failed', 'en', late)).toContain(
      'Paddle will try again on 20\u00A0February 2027. Your licence is valid until the end of 19\u00A0February 2027, so Monica may stop working before that attempt.',
    );
    expect(inText('payment-failed', 'en', late)).not.toMatch(/meantime|don’t need to do anything/);
    expect(inText('payment-failed', 'fr', late)).toMatch(/Monica risque de ne plus fonctionner/);
  });

  test('has the button “Update payment method”', () => {
    for (const template of ['payment-failed', 'payment-failed-last'] as const) {
      expect(inText(template, 'en')).toContain('Update payment method');
      expect(inText(template, 'fr')).toContain('Mettre à jour le moyen de paiement');
    }
  });

  test('says when the last attempt has failed', () => {
    expect(inText('payment-failed-last', 'en')).toContain('This was the final attempt');
    expect(inText('payment-failed-last', 'fr')).toContain('C’était la dernière tentative');
    expect(inText('payment-failed-last', 'en')).not.toContain('will try again on');
  });

  test('names no amount when Paddle sent none', () => {
    for (const locale of locales) {
      const text = inText('payment-failed', locale, { amount: null });
      expect(text).toMatch(/(Your payment|Votre paiement) (for|pour) Monica/);
    }
  });
});

describe('The sender', () => {
  test.each([
    ['en', 'Customer portal'],
    ['fr', 'Espace client'],
  ] as const)("has the portal's name when none is configured (%s)", (locale, name) => {
    const mail = renderMail(samples['verify-email'], locale, { ...sender, name: null });
    expect(mail.sender).toBe(name);
    expect(mail.text).toContain(`-- \n${name}\n`);
    expect(mail.html).toContain(name);
  });

  test("is followed by the operator's name and address on one line of the footer", () => {
    const operator = { name: 'Example & Co', address: '1 Example Street\nLondon' };
    const mail = renderMail(samples['verify-email'], 'en', { ...sender, operator });
    expect(mail.text).toMatch(/\nExample & Co, 1 Example Street, London$/);
    expect(mail.html).toContain('Example &amp; Co, 1 Example Street, London');
    expect(renderMail(samples['verify-email'], 'en', sender).text).toMatch(/support@portal\.example$/);
  });

  test('has the name of the brand unless another one is configured; the top always shows the brand', () => {
    const brandName = 'Ada & Co';
    const mail = renderMail(samples['verify-email'], 'fr', { ...sender, name: null, brandName });
    expect(mail.sender).toBe(brandName);
    const named = renderMail(samples['verify-email'], 'fr', { ...sender, name: 'Licences', brandName });
    expect(named.sender).toBe('Licences');
    expect(named.text).toContain('-- \nAda & Co\n');
    expect(parseHtml(named.html).querySelector('td.quiet')?.textContent).toBe(brandName);
  });

  test('has the configured name', () => {
    expect(renderMail(samples['verify-email'], 'fr', { ...sender, name: 'Licences' }).sender).toBe(
      'Licences',
    );
  });
});

test('The name of every template fits into its column of the outbox', () => {
  expect(names.filter((name) => name.length > 40)).toEqual([]);
});

test('Only a link may break within a word in an e-mail', () => {
  const { html } = renderMail(samples['verify-email'], 'fr', sender);
  const broken = [...parseHtml(html).querySelectorAll<HTMLElement>('[style*="word-break"]')];
  expect(broken.map(({ textContent, tagName }) => [tagName, textContent])).toEqual([
    ['A', samples['verify-email'].data.url],
  ]);
});
