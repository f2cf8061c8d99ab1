/** The e-mail that confirms an account deletion. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';

export interface PrivacyMailData {
  /** `cancelled` is the number of subscriptions cancelled at Paddle beforehand. */
  'account-deleted': { name: string; cancelled: number };
}

export const privacyMails: MailTemplates<PrivacyMailData> = {
  'account-deleted': {
    links: (_data, appUrl) => [appUrl],
    places: ({ cancelled }) => ({ cancelled }),
    sample: () => ({ name: 'Nora Lindqvist', cancelled: 2 }),
    texts: {
      en: {
        subject: 'Your account has been deleted',
        text: 'Your account and your personal data have been deleted{cancelled, plural, =0 {} one {; your subscription was cancelled with Paddle first} other {; your subscriptions were cancelled with Paddle first}}. We keep the amounts and dates of payments for our accounts, without your name.',
        action: 'Open the portal',
        note: 'This is the last e-mail we’ll send to this address.',
        reason: 'You’re receiving this e-mail because your account at {host} was deleted.',
      },
      fr: typesetFrench({
        subject: 'Votre compte a été supprimé',
        text: 'Votre compte et vos données personnelles ont été supprimés{cancelled, plural, =0 {} one { ; votre abonnement a d’abord été résilié chez Paddle} other { ; vos abonnements ont d’abord été résiliés chez Paddle}}. Nous conservons les montants et les dates des paiements pour notre comptabilité, sans votre nom.',
        action: 'Ouvrir l’espace client',
        note: 'C’est notre dernier e-mail à cette adresse.',
        reason: 'Vous recevez cet e-mail parce que votre compte sur {host} a été supprimé.',
      }),
    },
  },
};
