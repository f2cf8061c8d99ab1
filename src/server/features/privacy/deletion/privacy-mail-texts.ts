/** The e-mail that confirms an account deletion. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';

export interface PrivacyMailData {
  /** `cancelled` is the number of subscriptions cancelled at Paddle before the deletion. */
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
        text: 'Your account and your personal data have been deleted{cancelled, plural, =0 {} one {, and your subscription at Paddle has been cancelled} other {, and your subscriptions at Paddle have been cancelled}}. For accounting purposes, we keep the amounts and dates of your payments, but not your name.\n\nYour accounts in Monica and OfficeLife, and everything in them, aren’t affected. If you no longer want them, delete them there.',
        action: 'Open the portal',
        note: 'This is the last e-mail we’ll send to this address.',
        reason: 'You’re receiving this e-mail because your account at {host} was deleted.',
      },
      fr: typesetFrench({
        subject: 'Votre compte a été supprimé',
        text: 'Votre compte et vos données personnelles ont été supprimés{cancelled, plural, =0 {} one {, et votre abonnement a été résilié chez Paddle} other {, et vos abonnements ont été résiliés chez Paddle}}. Pour notre comptabilité, nous conservons les montants et les dates de vos paiements, mais pas votre nom.\n\nVos comptes dans Monica et OfficeLife, et tout ce qu’ils contiennent, restent en place. Si vous n’en voulez plus, supprimez-les directement dans ces produits.',
        action: 'Ouvrir l’espace client',
        note: 'Vous ne recevrez plus d’e-mails de notre part à cette adresse.',
        reason: 'Vous recevez cet e-mail parce que votre compte sur {host} a été supprimé.',
      }),
    },
  },
};
