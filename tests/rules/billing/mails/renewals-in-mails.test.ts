/** Tests what e-mails about a change say about the next renewal: an unknown amount is never told as nothing. */
import { describe, expect, it } from 'vitest';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { renderSample } from '#server/mails/render-sample.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

const appUrl = 'https://portal.example';
const sender = {
  ...{ name: 'Customer portal', appUrl, supportEmail: 'support@portal.example' },
  ...{ operator: { name: null, address: null }, brandName: null },
};
const usd = (minor: number): Money => ({ minor, currency: 'USD' });
const on = CalendarDate.parse('2027-03-01');
const later = CalendarDate.parse('2027-08-01');

type Charges = Pick<
  ReturnType<(typeof mailTemplates)['subscription-changed']['sample']>,
  'nextCharge' | 'price' | 'firstCharge'
>;

function textOf(charges: Charges, locale: Locale): string {
  const template = 'subscription-changed';
  const data = { ...mailTemplates[template].sample(appUrl), renewsOn: on, ...charges };
  return renderSample(template, locale, sender, data).text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const nothing = { en: /nothing is charged/, fr: /rien ne sera débité/ };
const unknown = {
  en: /The amount of the first payment after that isn’t known yet\./,
  fr: /Le montant du premier paiement suivant n’est pas encore connu\./,
};

describe.each(['en', 'fr'] as const)('An e-mail about a change, in %s,', (locale) => {
  const said = (charges: Partial<Charges>) =>
    textOf({ nextCharge: null, price: null, firstCharge: null, ...charges }, locale);

  it.each([[null], [usd(4_000)]])(
    'says that the first payment is unknown if a credit covers the renewal and nothing is known after it (%j)',
    (price) => {
      const text = said({ nextCharge: usd(0), price });
      expect(text).toMatch(nothing[locale]);
      expect(text).toMatch(unknown[locale]);
    },
  );

  it('says that nothing is charged if renewals are free', () => {
    const text = said({ nextCharge: usd(0), price: usd(0) });
    expect(text).toMatch(nothing[locale]);
    expect(text).not.toMatch(unknown[locale]);
  });

  it('says nothing of the charge if it is unknown', () => {
    const text = said({ price: usd(4_000) });
    expect(text).not.toMatch(nothing[locale]);
    expect(text).not.toMatch(/40[.,]00/);
  });

  it('names the first payment after a credit, the charge, and the price after it', () => {
    const first = { amount: usd(246), on: later };
    expect(said({ nextCharge: usd(0), price: usd(900), firstCharge: first })).toMatch(/2[.,]46/);
    expect(said({ nextCharge: usd(700) })).toMatch(/7[.,]00/);
    expect(said({ nextCharge: usd(4_040), price: usd(4_000) })).toMatch(/40[.,]40.*40[.,]00/);
  });
});
