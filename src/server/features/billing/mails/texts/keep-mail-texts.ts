/** Texts of the e-mail about a cancelled subscription that continues under the same licence. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { sampleLicence } from './sample-licence.ts';
import { moneyOr } from './told-of.ts';

export interface KeepMailData {
  'licence-continues': {
    name: string;
    product: Product;
    url: string;
    /** Day of the first payment for the new subscription. Until then, the licence is already paid for. */
    on: CalendarDate;
    /** Null if Paddle couldn't be asked. */
    amount: Money | null;
  };
}

export const keepMails: MailTemplates<KeepMailData> = {
  'licence-continues': {
    links: ({ url }) => [url],
    places: ({ product, on, amount }, { day, money }) => ({
      product,
      day: day(on),
      told: String(amount !== null),
      amount: moneyOr(amount, money),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      on: CalendarDate.parse('2027-02-19'),
      amount: { minor: 9_000, currency: 'USD' },
    }),
    texts: {
      en: {
        subject: 'Your {product} licence continues',
        text: 'Your {product} licence continues with the same key, and nothing has been charged. You’ve already paid until {day}; {told, select, true {Paddle charges {amount} on that day.} other {Paddle charges your payment method on that day.}}',
        action: 'View my licence',
        note: 'You can cancel the subscription there at any time before that day.',
        reason:
          'You’re receiving this e-mail because the subscription for a licence bought at {host} has been continued.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} continue',
        text: 'Votre licence {product} continue avec la même clé et rien n’a été débité. Vous avez déjà payé jusqu’au {day} ; {told, select, true {Paddle débitera {amount} ce jour-là.} other {Paddle débitera votre moyen de paiement ce jour-là.}}',
        action: 'Voir ma licence',
        note: 'Vous pouvez y résilier l’abonnement à tout moment avant cette date.',
        reason:
          'Vous recevez cet e-mail parce que l’abonnement d’une licence achetée sur {host} a été prolongé.',
      }),
    },
  },
};
