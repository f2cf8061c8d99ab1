/** Texts of the e-mails about a cancellation, a refund, a change of seats or plan, and two payments for one product. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { RefundKind } from '#server/platform/paddle/facts.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import type { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import type { DatedAmount } from '#shared/dated-amount.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { pages } from '#shared/pages.ts';
import { sampleLicence } from './sample-licence.ts';
import { moneyOr } from './told-of.ts';

interface AboutSubscription {
  name: string;
  product: Product;
  url: string;
}

export interface ChangeMailData {
  'subscription-cancelled': AboutSubscription & {
    /** Whether Paddle cancelled it because a payment failed. */
    isUnpaid: boolean;
    /** Whether nothing was ever paid. A cancelled trial can't be continued. */
    isTrial: boolean;
    /** Last day of the licence; null if it has ended. */
    through: CalendarDate | null;
  };
  'payment-refunded': AboutSubscription & {
    kind: RefundKind;
    amount: Money;
    /** Last day of the licence if the refund ends it; `ended` if it has ended; null if the licence goes on. */
    through: CalendarDate | 'ended' | null;
  };
  'subscription-changed': AboutSubscription & {
    /** The numbers of seats before and after; null if the number hasn't changed. */
    seats: { before: number; after: number } | null;
    /** The plan after the change; null if it is the same. `frequency` is null if the interval is the same. */
    plan: { name: string; frequency: Frequency | null } | null;
    /** What was charged for the change; null if nothing was, or if no alert has reported it. */
    paid: DatedAmount | null;
    renewsOn: CalendarDate | null;
    /** What is charged on `renewsOn`, and the price of a period afterwards; null if unknown. */
    nextCharge: Money | null;
    price: Money | null;
    /** The first charge above 0, about, if a credit covers the next one; otherwise null. */
    firstCharge: DatedAmount | null;
    isMonthly: boolean;
  };
  'two-payments': AboutSubscription & { first: CalendarDate; second: CalendarDate };
}

const through = CalendarDate.parse('2027-02-19');

export const changeMails: MailTemplates<ChangeMailData> = {
  'subscription-cancelled': {
    links: ({ url }) => [url],
    places: ({ product, isUnpaid, isTrial, through: last }, { day }) => ({
      product,
      trial: String(isTrial),
      unpaid: String(isUnpaid),
      works: String(last !== null),
      through: last === null ? '' : day(last),
    }),
    sample: (appUrl) => ({ ...sampleLicence(appUrl), isUnpaid: false, isTrial: false, through }),
    texts: {
      en: {
        subject: 'Your {product} subscription is cancelled',
        text: '{unpaid, select, true {A payment failed, so Paddle has cancelled your {product} subscription.} other {Your {product} subscription is cancelled.}} Nothing more will be charged. {works, select, true {Your licence stays valid until the end of {through}.} other {Your licence has ended.}}',
        action: '{trial, select, true {View plans} other {Keep my licence}}',
        note: 'If you change your mind, {trial, select, true {you can buy a plan on that page.} other {that page shows how to keep your licence.}}',
        reason:
          'You’re receiving this e-mail because a subscription for a licence bought at {host} has been cancelled.',
      },
      fr: typesetFrench({
        subject: 'Votre abonnement {product} est résilié',
        text: '{unpaid, select, true {Un paiement a échoué : Paddle a résilié votre abonnement {product}.} other {Votre abonnement {product} est résilié.}} Plus rien ne sera débité. {works, select, true {Votre licence reste valable jusqu’au {through} inclus.} other {Votre licence a pris fin.}}',
        action: '{trial, select, true {Voir les formules} other {Conserver ma licence}}',
        note: 'Si vous changez d’avis, {trial, select, true {vous pouvez acheter une formule sur cette page.} other {cette page vous indique comment conserver votre licence.}}',
        reason:
          'Vous recevez cet e-mail parce que l’abonnement d’une licence achetée sur {host} a été résilié.',
      }),
    },
  },
  'payment-refunded': {
    links: ({ url }) => [url],
    places: ({ product, kind, amount, through: last }, { day, money }) => ({
      product,
      kind,
      amount: money(amount),
      licence: last === null ? 'continues' : last === 'ended' ? 'ended' : 'ends',
      through: last === null || last === 'ended' ? '' : day(last),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      url: `${appUrl}${pages.receipts}`,
      kind: 'full',
      amount: { minor: 4_500, currency: 'EUR' },
      through: 'ended',
    }),
    texts: {
      en: {
        subject: 'Your refund for {product}',
        text: '{kind, select, vat {Paddle has refunded the tax of {amount} on your payment for {product}.} partial {Paddle has refunded {amount} of your payment for {product}.} other {Paddle has refunded your payment of {amount} for {product}.}} {licence, select, continues {Your licence isn’t affected.} ends {Your licence is valid until the end of {through}.} other {Your licence has ended.}}',
        action: 'View my receipts',
        note: 'It can take several working days until the amount is in your account.',
        reason:
          'You’re receiving this e-mail because a payment for a licence bought at {host} has been refunded.',
      },
      fr: typesetFrench({
        subject: 'Votre remboursement pour {product}',
        text: '{kind, select, vat {Paddle a remboursé la taxe de {amount} sur votre paiement pour {product}.} partial {Paddle a remboursé {amount} sur votre paiement pour {product}.} other {Paddle a remboursé votre paiement de {amount} pour {product}.}} {licence, select, continues {Votre licence n’est pas concernée.} ends {Votre licence est valable jusqu’au {through} inclus.} other {Votre licence a pris fin.}}',
        action: 'Voir mes reçus',
        note: 'Plusieurs jours ouvrés peuvent s’écouler avant que le montant soit crédité sur votre compte.',
        reason:
          'Vous recevez cet e-mail parce qu’un paiement pour une licence achetée sur {host} a été remboursé.',
      }),
    },
  },
  'subscription-changed': {
    links: ({ url }) => [url],
    places: ({ product, seats, plan, paid, renewsOn, ...charges }, { day, money }) => ({
      product,
      reseated: String(seats !== null),
      seats: seats?.after ?? 0,
      oldSeats: seats?.before ?? 0,
      interval: plan === null ? 'none' : (plan.frequency ?? 'same'),
      plan: plan?.name ?? '',
      charged: String(paid !== null),
      paid: moneyOr(paid?.amount ?? null, money),
      paidOn: paid === null ? '' : day(paid.on),
      renews: renewsOn === null ? 'no' : renewalCharge(charges),
      day: renewsOn === null ? '' : day(charges.firstCharge?.on ?? renewsOn),
      amount: moneyOr(charges.firstCharge?.amount ?? charges.nextCharge, money),
      price: moneyOr(charges.price, money),
      monthly: String(charges.isMonthly),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      seats: { before: 5, after: 8 },
      plan: null,
      paid: { amount: { minor: 1_250, currency: 'USD' }, on: CalendarDate.parse('2027-02-03') },
      renewsOn: through,
      nextCharge: { minor: 7_300, currency: 'USD' },
      price: { minor: 8_000, currency: 'USD' },
      firstCharge: null,
      isMonthly: true,
    }),
    texts: {
      en: {
        subject: 'Your {product} subscription has changed',
        text: 'Your {product} subscription has changed.{reseated, select, true { It now has {seats, plural, one {# seat} other {# seats}} instead of {oldSeats}.} other {}}{interval, select, none {} Monthly { You now pay monthly.} Annual { You now pay yearly.} other { Your plan is now “{plan}”.}}{charged, select, true { Paddle charged {paid} for this on {paidOn}.} other {}}{renews, select, no {} free { Your licence renews on {day}, and nothing is charged.} nothing_yet { Your licence renews on {day}, and nothing is charged that day. The amount of the first payment after that isn’t known yet.} full { Your licence renews on {day} for {amount}.} more { Your licence renews on {day} for {amount}, then for {price} {monthly, select, true {per month} other {per year}}.} less { Your licence renews on {day} for {amount}, because a credit or a discount is deducted. After that, you pay {price} {monthly, select, true {per month} other {per year}}.} covered { What you’ve already paid covers the renewals until {day}. You then pay about {amount}.} other { Your licence renews on {day}.}}',
        action: 'View my licence',
        note: 'Your key keeps working, and the page offers an updated one. If you didn’t expect this change, contact us.',
        reason:
          'You’re receiving this e-mail because the subscription for a licence bought at {host} has changed.',
      },
      fr: typesetFrench({
        subject: 'Votre abonnement {product} a changé',
        text: 'Votre abonnement {product} a changé.{reseated, select, true { Il compte désormais {seats, plural, one {# siège} other {# sièges}} au lieu de {oldSeats}.} other {}}{interval, select, none {} Monthly { Vous payez désormais chaque mois.} Annual { Vous payez désormais chaque année.} other { Votre formule est désormais « {plan} ».}}{charged, select, true { Paddle a débité {paid} pour ce changement le {paidOn}.} other {}}{renews, select, no {} free { Votre licence sera renouvelée le {day}, et rien ne sera débité.} nothing_yet { Votre licence sera renouvelée le {day}, et rien ne sera débité ce jour-là. Le montant du premier paiement suivant n’est pas encore connu.} full { Votre licence sera renouvelée le {day} pour {amount}.} more { Votre licence sera renouvelée le {day} pour {amount}, puis pour {price} {monthly, select, true {par mois} other {par an}}.} less { Votre licence sera renouvelée le {day} pour {amount}, car un avoir ou une remise est déduit. Ensuite, vous paierez {price} {monthly, select, true {par mois} other {par an}}.} covered { Ce que vous avez déjà payé couvre les renouvellements jusqu’au {day}. Vous paierez alors environ {amount}.} other { Votre licence sera renouvelée le {day}.}}',
        action: 'Voir ma licence',
        note: 'Votre clé fonctionne toujours, et la page vous en propose une à jour. Si vous ne vous attendiez pas à ce changement, écrivez-nous.',
        reason: 'Vous recevez cet e-mail parce que l’abonnement d’une licence achetée sur {host} a changé.',
      }),
    },
  },
  'two-payments': {
    links: ({ url }) => [url],
    places: ({ product, first, second }, { day }) => ({
      product,
      first: day(first),
      second: day(second),
    }),
    sample: (appUrl) => ({
      ...sampleLicence(appUrl),
      first: CalendarDate.parse('2026-08-03'),
      second: through,
    }),
    texts: {
      en: {
        subject: 'You’re paying for {product} twice',
        text: 'You have two {product} subscriptions that renew: one since {first} and another since {second}. Each has its own licence and key. If you want both, say so on your licence page.',
        action: 'View my licences',
        note: 'If you want only one, cancel the other there. Contact us about a refund.',
        reason:
          'You’re receiving this e-mail because two subscriptions for the same product were bought at {host}.',
      },
      fr: typesetFrench({
        subject: 'Vous payez {product} deux fois',
        text: 'Vous avez deux abonnements {product} qui sont renouvelés : l’un depuis le {first}, l’autre depuis le {second}. Chacun a sa licence et sa clé. Si vous voulez garder les deux, indiquez-le sur la page de vos licences.',
        action: 'Voir mes licences',
        note: 'Si vous n’en voulez qu’un, résiliez l’autre sur cette page. Écrivez-nous pour un remboursement.',
        reason:
          'Vous recevez cet e-mail parce que deux abonnements pour le même produit ont été achetés sur {host}.',
      }),
    },
  },
};
