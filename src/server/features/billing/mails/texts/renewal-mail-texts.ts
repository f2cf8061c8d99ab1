/** Texts of the e-mails before and after a renewal, and about the end of a licence. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { pages } from '#shared/pages.ts';
import { sampleLicence } from './sample-licence.ts';
import { moneyOr, toldOf } from './told-of.ts';

interface AboutRenewal {
  name: string;
  product: Product;
  url: string;
}

/** Why a licence isn't renewed. `fixed`: it was granted, or paid once. */
export type EndReason = 'overdue' | 'cancelled' | 'paused' | 'fixed';

export interface RenewalMailData {
  'renewal-ahead': AboutRenewal & {
    on: CalendarDate;
    /** Null if Paddle couldn't be asked. */
    amount: Money | null;
  };
  'licence-renewed': AboutRenewal & {
    amount: Money;
    renewsOn: CalendarDate;
    /** What is charged on `renewsOn`; null if unknown. */
    nextCharge: Money | null;
  };
  'last-warning': AboutRenewal & {
    why: Exclude<EndReason, 'paused'>;
    through: CalendarDate;
    /** The overdue payment; null if none is, or if its amount is unknown. */
    amount: Money | null;
  };
  'licence-ended': AboutRenewal & { why: EndReason; through: CalendarDate };
}

const through = CalendarDate.parse('2027-02-19');

const endPlaces = (
  data: { product: Product; why: string; through: CalendarDate },
  day: (day: CalendarDate) => string,
) => ({ product: data.product, why: data.why, through: day(data.through) });

export const renewalMails: MailTemplates<RenewalMailData> = {
  'renewal-ahead': {
    choice: 'renewal_ahead',
    links: ({ url }) => [url],
    places: ({ product, on, amount }, { day, money }) => ({
      product,
      day: day(on),
      told: toldOf(amount),
      amount: moneyOr(amount, money),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      on: through,
      amount: { minor: 9_000, currency: 'USD' },
    }),
    texts: {
      en: {
        subject: 'Your {product} licence renews soon',
        text: 'Your {product} licence renews on {day}. {told, select, true {Paddle will then charge {amount} to your payment method.} free {Nothing will be charged on that day.} other {Paddle will then charge the amount due, if any, to your payment method.}} If you want to keep your licence, you don’t need to do anything.',
        action: 'View my licence',
        note: 'You can cancel the subscription there at any time before that day.',
        reason: 'You’re receiving this e-mail because a licence you bought at {host} renews automatically.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} sera bientôt renouvelée',
        text: 'Votre licence {product} sera renouvelée le {day}. {told, select, true {Paddle débitera alors {amount} sur votre moyen de paiement.} free {Rien ne sera débité ce jour-là.} other {Paddle débitera alors le montant éventuellement dû sur votre moyen de paiement.}} Si vous souhaitez conserver votre licence, vous n’avez rien à faire.',
        action: 'Voir ma licence',
        note: 'Vous pouvez y résilier l’abonnement à tout moment avant cette date.',
        reason:
          'Vous recevez cet e-mail parce qu’une licence que vous avez achetée sur {host} est renouvelée automatiquement.',
      }),
    },
  },
  'licence-renewed': {
    choice: 'renewed',
    links: ({ url }) => [url],
    places: ({ product, amount, renewsOn, nextCharge }, { day, money }) => ({
      product,
      told: toldOf(amount),
      amount: money(amount),
      day: day(renewsOn),
      toldNext: toldOf(nextCharge),
      next: moneyOr(nextCharge, money),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      url: `${appUrl}${pages.receipts}`,
      amount: { minor: 9_000, currency: 'USD' },
      renewsOn: CalendarDate.parse('2028-02-19'),
      nextCharge: { minor: 9_000, currency: 'USD' },
    }),
    texts: {
      en: {
        subject: 'Your {product} licence has been renewed',
        text: '{told, select, free {Nothing was charged for this renewal.} other {Your payment of {amount} for {product} has been received.}} Your licence continues with the same key and renews again on {day}{toldNext, select, true { for {next}} free {, and nothing is charged that day} other {}}.',
        action: 'View my receipts',
        note: 'You don’t need to do anything in {product}.',
        reason: 'You’re receiving this e-mail because a licence you bought at {host} has been renewed.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} a été renouvelée',
        text: '{told, select, free {Rien n’a été débité pour ce renouvellement.} other {Votre paiement de {amount} pour {product} a bien été reçu.}} Votre licence se poursuit avec la même clé et sera de nouveau renouvelée le {day}{toldNext, select, true { pour {next}} free {, et rien ne sera débité ce jour-là} other {}}.',
        action: 'Voir mes reçus',
        note: 'Vous n’avez rien à faire dans {product}.',
        reason:
          'Vous recevez cet e-mail parce qu’une licence que vous avez achetée sur {host} a été renouvelée.',
      }),
    },
  },
  'last-warning': {
    links: ({ url }) => [url],
    places: (data, { day, money }) => ({
      ...endPlaces(data, day),
      told: String(data.amount !== null),
      amount: moneyOr(data.amount, money),
    }),
    sample: (appUrl) => ({
      ...{ ...sampleLicence(appUrl), why: 'overdue', through },
      amount: { minor: 9_000, currency: 'USD' },
    }),
    texts: {
      en: {
        subject: 'Your {product} licence ends soon',
        text: '{why, select, overdue {{told, select, true {The payment of {amount} for {product}} other {The payment for {product}}} hasn’t arrived. Without it, your licence ends on {through}, and {product} stops working on the following day.} cancelled {Your {product} subscription is cancelled. Your licence is valid until the end of {through}, and {product} stops working on the following day.} other {Your {product} licence is valid until the end of {through}. It doesn’t renew automatically.}}',
        action: '{why, select, overdue {Update payment method} other {View my licence}}',
        note: '{why, select, overdue {Once the payment has gone through, your licence continues with the same key.} other {If you want to keep using {product}, you’ll find how to keep your licence there.}}',
        reason: 'You’re receiving this e-mail because a licence you bought at {host} is about to end.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} prend bientôt fin',
        text: '{why, select, overdue {{told, select, true {Le paiement de {amount} pour {product}} other {Le paiement pour {product}}} n’est pas arrivé. Sans ce paiement, votre licence prend fin le {through}, et {product} cessera de fonctionner le lendemain.} cancelled {Votre abonnement {product} est résilié. Votre licence est valable jusqu’au {through} inclus, et {product} cessera de fonctionner le lendemain.} other {Votre licence {product} est valable jusqu’au {through} inclus. Elle n’est pas renouvelée automatiquement.}}',
        action: '{why, select, overdue {Mettre à jour le moyen de paiement} other {Voir ma licence}}',
        note: '{why, select, overdue {Une fois le paiement effectué, vous conservez votre licence et votre clé.} other {Si vous souhaitez continuer à utiliser {product}, vous y verrez comment conserver votre licence.}}',
        reason:
          'Vous recevez cet e-mail parce qu’une licence que vous avez achetée sur {host} prend bientôt fin.',
      }),
    },
  },
  'licence-ended': {
    choice: 'ended',
    links: ({ url }) => [url],
    places: (data, { day }) => endPlaces(data, day),
    sample: (appUrl) => ({ ...sampleLicence(appUrl), why: 'cancelled', through }),
    texts: {
      en: {
        subject: 'Your {product} licence has ended',
        text: 'Your {product} licence was valid until the end of {through}. {why, select, overdue {The payment for it hasn’t arrived.} cancelled {The subscription had been cancelled.} paused {The subscription is paused.} other {It doesn’t renew automatically.}} {product} doesn’t accept its key for now.',
        action: 'View my licence',
        note: 'If you come back, your licence continues with the same key wherever possible. The page shows what you can do.',
        reason: 'You’re receiving this e-mail because a licence you bought at {host} has ended.',
      },
      fr: typesetFrench({
        subject: 'Votre licence {product} a pris fin',
        text: 'Votre licence {product} était valable jusqu’au {through} inclus. {why, select, overdue {Le paiement correspondant n’est pas arrivé.} cancelled {L’abonnement avait été résilié.} paused {L’abonnement est en pause.} other {Elle n’est pas renouvelée automatiquement.}} {product} n’accepte plus sa clé pour le moment.',
        action: 'Voir ma licence',
        note: 'Si vous revenez, vous retrouvez dans la mesure du possible votre licence et sa clé. La page vous indique comment faire.',
        reason: 'Vous recevez cet e-mail parce qu’une licence que vous avez achetée sur {host} a pris fin.',
      }),
    },
  },
};
