/** E-mails to customers about payments, and to the operator about purchases that need a decision. */
import type { MailTemplate, MailTemplates } from '#server/platform/mail/mail-template.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import type { Money } from '#shared/money.ts';
import { pages } from '#shared/pages.ts';

interface FailedPayment {
  name: string;
  product: Product;
  /** Null if Paddle didn't report it. */
  amount: Money | null;
  /** Last day the licence works as far as is known, including grace. */
  worksThrough: CalendarDate;
  /** Page for updating the payment details. */
  url: string;
}

/** Contains no personal data. */
interface MissingAccount {
  name: string;
  /** Stream of the purchase in the event log. */
  purchase: string;
  /** Account number from the passthrough. */
  account: string;
  flag: string;
  url: string;
}

export interface BillingMailData {
  'payment-failed': FailedPayment & { retryOn: CalendarDate };
  'payment-failed-last': FailedPayment;
  /** Sent to the operator. `first` and `second` are streams of the event log. */
  'second-licence': {
    name: string;
    email: string;
    product: Product;
    first: string;
    second: string;
    url: string;
  };
  /** Sent to the operator. */
  'paid-after-deletion': MissingAccount;
  /** Sent to the operator. */
  'unknown-account': MissingAccount;
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
  amount: amount === null ? '' : money(amount),
  through: day(worksThrough),
});

const placesOfMissing = ({ purchase, account, flag }: MissingAccount) => ({ purchase, account, flag });

const missing =
  (kind: string) =>
  (appUrl: string): MissingAccount => ({
    name: '',
    purchase: 'subscription:502198',
    account: '7',
    flag: `${kind}:subscription:502198`,
    url: `${appUrl}${pages.administration}`,
  });

const failedReason = {
  en: 'You’re receiving this e-mail because a payment for a licence bought at {host} failed.',
  fr: 'Vous recevez cet e-mail parce qu’un paiement pour une licence achetée sur {host} a échoué.',
};
const operatorReason = {
  en: 'You’re receiving this e-mail as the operator of {host}.',
  fr: 'Vous recevez cet e-mail en tant qu’exploitant de {host}.',
};

export const billingMails: MailTemplates<BillingMailData> = {
  'payment-failed': {
    links,
    places: (data, formats) => ({ ...placesOfFailed(data, formats), retry: formats.day(data.retryOn) }),
    sample: () => ({ ...failed, retryOn: CalendarDate.parse('2027-02-15') }),
    texts: {
      en: {
        subject: 'Your payment for {product} failed',
        text: '{told, select, true {Your payment of {amount}} other {Your payment}} for {product} failed. Paddle will try again on {retry}. In the meantime, your licence is valid until {through} inclusive.',
        action: 'Update payment details',
        note: 'If your payment details are correct, you don’t need to do anything: some banks decline a payment at first and accept it a few days later.',
        reason: failedReason.en,
      },
      fr: typesetFrench({
        subject: 'Votre paiement pour {product} a échoué',
        text: '{told, select, true {Votre paiement de {amount}} other {Votre paiement}} pour {product} a été refusé. Paddle fera une nouvelle tentative le {retry}. En attendant, votre licence est valable jusqu’au {through} inclus.',
        action: 'Mettre à jour le paiement',
        note: 'Si vos informations de paiement sont correctes, vous n’avez rien à faire : certaines banques refusent d’abord un paiement, puis l’acceptent quelques jours plus tard.',
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
        subject: 'Last attempt to charge you for {product} failed',
        text: '{told, select, true {Your payment of {amount}} other {Your payment}} for {product} failed. This was the last attempt: Paddle won’t try again automatically. Your licence is valid until {through} inclusive.',
        action: 'Update payment details',
        note: 'Once your details are up to date and the payment has gone through, your licence continues with the same key.',
        reason: failedReason.en,
      },
      fr: typesetFrench({
        subject: 'Dernier échec du paiement pour {product}',
        text: '{told, select, true {Votre paiement de {amount}} other {Votre paiement}} pour {product} a été refusé. C’était la dernière tentative : Paddle n’en fera pas d’autre automatiquement. Votre licence est valable jusqu’au {through} inclus.',
        action: 'Mettre à jour le paiement',
        note: 'Dès que vos informations sont à jour et le paiement effectué, votre licence continue avec la même clé.',
        reason: failedReason.fr,
      }),
    },
  },
  'second-licence': {
    links,
    places: ({ email, product, first, second }) => ({ email, product, first, second }),
    sample: (appUrl) => ({
      name: '',
      email: 'nora@lindqvist.example',
      product: 'Monica',
      first: 'subscription:502198',
      second: 'subscription:502201',
      url: `${appUrl}${pages.administration}/7`,
    }),
    texts: {
      en: {
        subject: 'A customer is paying twice for {product}',
        text: '{email} has two {product} licences that renew, and hasn’t said that both are wanted: {first} and, bought later, {second}. Both work.',
        action: 'Open the customer',
        note: 'Ask the customer which was intended. If it was a mistake, refund one payment and cancel its subscription with Paddle; then resolve the flag.',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Un client paie {product} deux fois',
        text: '{email} a deux licences {product} qui se renouvellent, sans avoir indiqué vouloir les deux : {first} et, achetée plus tard, {second}. Les deux fonctionnent.',
        action: 'Ouvrir la fiche du client',
        note: 'Demandez au client ce qu’il voulait. S’il s’agit d’une erreur, remboursez un paiement et résiliez son abonnement chez Paddle ; clôturez ensuite le signalement.',
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
        text: 'A payment link of account {account} was used after the account had been deleted: {purchase}. If it’s a subscription, the portal cancels it with Paddle. The payment itself was taken.',
        action: 'Open the administration',
        note: 'Decide whether to refund it (payment:refund), then resolve the flag: flag:resolve {flag}',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Paiement reçu pour un compte supprimé',
        text: 'Un lien de paiement du compte {account} a été utilisé après la suppression de ce compte (achat {purchase}). S’il s’agit d’un abonnement, l’espace client le résilie chez Paddle. Le paiement, lui, a été encaissé.',
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
        text: '{purchase} was paid for with a payment link of account {account}, which doesn’t exist here. The licence belongs to nobody, and nothing was cancelled. There may be others: this e-mail is sent at most once a day.',
        action: 'Open the administration',
        note: 'flag:list shows all of them. Look the buyer up in Paddle; then cancel and refund the purchase there, or grant a licence. Resolve the flag when you’re done: flag:resolve {flag}',
        reason: operatorReason.en,
      },
      fr: typesetFrench({
        subject: 'Paiement reçu pour un compte inconnu',
        text: 'L’achat {purchase} a été payé avec un lien de paiement du compte {account}, qui n’existe pas ici. La licence n’appartient à personne, et rien n’a été résilié. Il peut y en avoir d’autres : cet e-mail est envoyé au plus une fois par jour.',
        action: 'Ouvrir l’administration',
        note: 'flag:list les affiche tous. Cherchez l’acheteur dans Paddle, puis résiliez et remboursez l’achat chez Paddle, ou accordez une licence. Clôturez ensuite le signalement : flag:resolve {flag}',
        reason: operatorReason.fr,
      }),
    },
  },
};
