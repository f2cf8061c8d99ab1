/** Texts of the e-mails to customers about payments, and to the operator about purchases that need a decision. */
import type { MailTemplate, MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { pages } from '#shared/pages.ts';
import { type ChangeMailData, changeMails } from './texts/change-mail-texts.ts';
import { type KeepMailData, keepMails } from './texts/keep-mail-texts.ts';
import { type LicenceMailData, licenceMails } from './texts/licence-mail-texts.ts';
import { type RenewalMailData, renewalMails } from './texts/renewal-mail-texts.ts';
import { moneyOr } from './texts/told-of.ts';

interface FailedPayment {
  name: string;
  product: Product;
  /** Amount of the failed payment; null if Paddle didn't report it. */
  amount: Money | null;
  /** Last day on which the licence works if no payment follows, including the grace period. */
  worksThrough: CalendarDate;
  /** URL of the page for updating the payment details. */
  url: string;
}

/** Data for the e-mails about a purchase whose account doesn't exist. Contains no personal data. */
interface MissingAccount {
  name: string;
  /** Stream of the purchase in the event log. */
  purchase: string;
  /** Account number from the passthrough. */
  account: string;
  flag: string;
  url: string;
}

export interface BillingMailData extends LicenceMailData, RenewalMailData, ChangeMailData, KeepMailData {
  'payment-failed': FailedPayment & { retryOn: CalendarDate };
  'payment-failed-last': FailedPayment;
  /**
   * E-mail to the operator about a customer who pays twice for one product. Names each subscription by the day on which
   * it was bought and by its id at Paddle.
   */
  'second-licence': {
    name: string;
    email: string;
    product: Product;
    first: BoughtSubscription;
    second: BoughtSubscription;
    flag: string;
    url: string;
  };
  /** E-mail to the operator about a purchase for an account that had already been deleted here. */
  'paid-after-deletion': MissingAccount;
  /** E-mail to the operator about a purchase for an account that never existed here. */
  'unknown-account': MissingAccount;
}

/** A subscription as an operator can find it at Paddle. */
interface BoughtSubscription {
  id: string;
  boughtOn: CalendarDate;
}

const links = ({ url }: { url: string }): [string] => [url];

const failed: FailedPayment = {
  name: 'Nora Lindqvist',
  product: 'Monica',
  amount: { minor: 900, currency: 'USD' },
  worksThrough: CalendarDate.parse('2027-02-19'),
  url: 'https://checkout.paddle.com/subscription/update?user=1&subscription=2&hash=3',
};

const placesOfFailed: NonNullable<MailTemplate<FailedPayment>['places']> = (
  { product, amount, worksThrough },
  { money, day },
) => ({
  product,
  told: String(amount !== null),
  amount: moneyOr(amount, money),
  through: day(worksThrough),
});

const placesOfMissing = ({ purchase, account, flag }: MissingAccount) => ({ purchase, account, flag });

const missing =
  (kind: string) =>
  (appUrl: string): MissingAccount => ({
    name: '',
    purchase: '502198',
    account: '7',
    flag: `${kind}:subscription:502198`,
    url: `${appUrl}${pages.administration}`,
  });

const failedReason = {
  en: 'You’re receiving this e-mail because a payment for a licence bought at {host} failed.',
  fr: 'Vous recevez cet e-mail parce qu’un paiement pour une licence achetée sur {host} a échoué.',
};
const operatorReason = {
  en: 'You’re receiving this e-mail because you run {host}.',
  fr: 'Vous recevez cet e-mail parce que vous gérez {host}.',
};

export const billingMails: MailTemplates<BillingMailData> = {
  ...licenceMails,
  ...renewalMails,
  ...changeMails,
  ...keepMails,
  'payment-failed': {
    links,
    places: (data, formats) => ({
      ...placesOfFailed(data, formats),
      retry: formats.day(data.retryOn),
      // Paddle's attempts don't follow the portal's grace period, so the next one may come after the last day.
      late: String(data.retryOn > data.worksThrough),
    }),
    sample: () => ({ ...failed, retryOn: CalendarDate.parse('2027-02-15') }),
    texts: {
      en: {
        subject: 'Your payment for {product} failed',
        text: '{told, select, true {Your payment of {amount}} other {Your payment}} for {product} failed. Paddle will try again on {retry}. {late, select, true {Your licence is valid until the end of {through}, so {product} may stop working before that attempt. Your licence continues with the same key as soon as the payment succeeds.} other {In the meantime, your licence stays valid until the end of {through}.}}',
        action: 'Update payment method',
        note: '{late, select, true {To avoid an interruption, check your payment method before then.} other {If your payment method is valid, you don’t need to do anything: sometimes a payment is declined at first and accepted a few days later.}}',
        reason: failedReason.en,
      },
      fr: typesetFrench({
        subject: 'Votre paiement pour {product} a échoué',
        text: '{told, select, true {Votre paiement de {amount}} other {Votre paiement}} pour {product} a échoué. Paddle fera une nouvelle tentative le {retry}. {late, select, true {Votre licence est valable jusqu’au {through} inclus : d’ici à cette tentative, {product} risque de ne plus fonctionner. Dès que le paiement aura été effectué, votre licence se poursuivra avec la même clé.} other {En attendant, votre licence reste valable jusqu’au {through} inclus.}}',
        action: 'Mettre à jour le moyen de paiement',
        note: '{late, select, true {Pour éviter une interruption, vérifiez votre moyen de paiement d’ici là.} other {Si votre moyen de paiement est valide, vous n’avez rien à faire : il arrive qu’un paiement soit d’abord refusé, puis accepté quelques jours plus tard.}}',
        reason: failedReason.fr,
      }),
    },
  },
  'payment-failed-last': {
    links,
    places: placesOfFailed,
    sample: () => failed,
    texts: {
      en: {
        subject: 'Final payment attempt for {product} failed',
        text: '{told, select, true {Your payment of {amount}} other {Your payment}} for {product} failed. This was the final attempt, so Paddle won’t try again automatically. Your licence stays valid until the end of {through}.',
        action: 'Update payment method',
        note: 'Once you’ve updated your details and the payment has gone through, your licence continues with the same key.',
        reason: failedReason.en,
      },
      fr: typesetFrench({
        subject: 'Paiement {product} : dernière tentative échouée',
        text: '{told, select, true {Votre paiement de {amount}} other {Votre paiement}} pour {product} a échoué. C’était la dernière tentative : Paddle n’en fera pas d’autre automatiquement. Votre licence reste valable jusqu’au {through} inclus.',
        action: 'Mettre à jour le moyen de paiement',
        note: 'Une fois vos informations mises à jour et le paiement effectué, vous conservez votre licence et votre clé.',
        reason: failedReason.fr,
      }),
    },
  },
  'second-licence': {
    links,
    places: ({ email, product, first, second, flag }, { day }) => ({
      ...{ email, product, flag },
      ...{ first: first.id, firstDay: day(first.boughtOn) },
      ...{ second: second.id, secondDay: day(second.boughtOn) },
    }),
    sample: (appUrl) => ({
      name: '',
      email: 'nora@lindqvist.example',
      product: 'Monica',
      first: { id: '502198', boughtOn: CalendarDate.parse('2027-01-12') },
      second: { id: '502201', boughtOn: CalendarDate.parse('2027-02-03') },
      flag: 'second_licence:subscription:502201+subscription:502198',
      url: `${appUrl}${pages.administration}/7`,
    }),
    texts: {
      en: {
        subject: 'A customer is paying twice for {product}',
        text: '{email} has two {product} licences that renew: one bought on {firstDay} (Paddle subscription {first}), the other on {secondDay} (Paddle subscription {second}). Both work, but the customer hasn’t said that they want both.',
        action: 'View customer',
        note: 'Ask whether the customer meant to buy both. If not, refund one of the payments and cancel its subscription at Paddle. Then resolve the flag: flag:resolve {flag}',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Un client paie {product} deux fois',
        text: '{email} a deux licences {product} qui se renouvellent : l’une achetée le {firstDay} (abonnement Paddle {first}), l’autre le {secondDay} (abonnement Paddle {second}). Les deux fonctionnent, mais le client n’a pas indiqué qu’il voulait les deux.',
        action: 'Ouvrir la fiche du client',
        note: 'Demandez au client s’il voulait acheter les deux. Si c’est une erreur, remboursez l’un des paiements et résiliez l’abonnement correspondant chez Paddle. Clôturez ensuite le signalement : flag:resolve {flag}',
        reason: operatorReason.fr,
      }),
    },
  },
  'paid-after-deletion': {
    links,
    places: placesOfMissing,
    sample: missing('paid_after_deletion'),
    texts: {
      en: {
        subject: 'Payment received for a deleted account',
        text: 'A payment link for account {account} was used after the account was deleted (Paddle purchase {purchase}). If this is a subscription, the portal cancels it at Paddle, but the payment has already been taken.',
        action: 'Open the administration',
        note: 'Decide whether to refund the payment (payment:refund), then resolve the flag: flag:resolve {flag}',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Paiement reçu pour un compte supprimé',
        text: 'Un lien de paiement du compte {account} a été utilisé après la suppression de ce compte (achat Paddle {purchase}). S’il s’agit d’un abonnement, l’espace client le résilie chez Paddle, mais le paiement a déjà été encaissé.',
        action: 'Ouvrir l’administration',
        note: 'Décidez s’il faut rembourser ce paiement (payment:refund), puis clôturez le signalement : flag:resolve {flag}',
        reason: operatorReason.fr,
      }),
    },
  },
  'unknown-account': {
    links,
    places: placesOfMissing,
    sample: missing('unknown_account'),
    texts: {
      en: {
        subject: 'Payment received for an unknown account',
        text: 'A payment link for account {account} was used, but this portal has no such account (Paddle purchase {purchase}). The licence doesn’t belong to anyone, and nothing has been cancelled. There may be other cases: this e-mail is sent at most once a day.',
        action: 'Open the administration',
        note: 'Run flag:list to see all cases. Look up the buyer at Paddle, then either cancel and refund the purchase there or grant the buyer a licence. When you’re done, resolve the flag: flag:resolve {flag}',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Paiement reçu pour un compte inconnu',
        text: 'Un lien de paiement du compte {account} a été utilisé, mais ce compte n’existe pas dans l’espace client (achat Paddle {purchase}). La licence n’est rattachée à aucun compte et rien n’a été résilié. D’autres achats peuvent être concernés : cet e-mail est envoyé au plus une fois par jour.',
        action: 'Ouvrir l’administration',
        note: 'Lancez flag:list pour afficher tous les cas. Recherchez l’acheteur chez Paddle, puis résiliez et remboursez l’achat, ou accordez-lui une licence. Clôturez ensuite le signalement : flag:resolve {flag}',
        reason: operatorReason.fr,
      }),
    },
  },
};
