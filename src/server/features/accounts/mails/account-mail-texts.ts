/** Texts of the e-mails about a change of an account's address. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import { pages } from '#shared/pages.ts';

interface Link {
  name: string;
  url: string;
}

interface Change extends Link {
  at: Date;
}

export interface AccountMailData {
  /** E-mail to the new address, with the link that confirms it. */
  'email-change': Link;
  /** E-mail to the new address if it already has an account. Only the owner of the address finds that out. */
  'address-taken': Link;
  /** E-mail to the old address when a change is requested. */
  'email-change-asked': Change;
  /** E-mail to the old address once the change is confirmed. */
  'email-changed': Change;
  /** E-mail to the old address when an administrator has corrected it, with the link that stops that. */
  'email-corrected': Change;
}

const name = 'Nora Lindqvist';
const at = new Date('2027-02-12T14:05:00Z');
const links = ({ url }: Link): [string] => [url];

export const accountMails: MailTemplates<AccountMailData> = {
  'email-change': {
    isAwaited: true,
    links,
    sample: (appUrl) => ({ name, url: `${appUrl}${pages.confirmEmail}?token=12.abc` }),
    texts: {
      en: {
        subject: 'Confirm your new e-mail address',
        text: 'You asked to use this e-mail address for your account. Sign in to your account and confirm the address: it will then replace your old one.',
        action: 'Confirm this address',
        note: 'The link is valid for 24 hours and only works while you’re signed in to your account. If you didn’t request this change, you can ignore this e-mail.',
        reason:
          'You’re receiving this e-mail because someone asked to use this address for an account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Confirmez votre nouvelle adresse e-mail',
        text: 'Vous avez demandé à utiliser cette adresse e-mail pour votre compte. Connectez-vous à votre compte, puis confirmez l’adresse : elle remplacera l’ancienne.',
        action: 'Confirmer cette adresse',
        note: 'Le lien est valable 24 heures et ne fonctionne que si votre session est ouverte. Si vous n’avez rien demandé, ignorez cet e-mail.',
        reason: 'Vous recevez cet e-mail parce que cette adresse a été demandée pour un compte sur {host}.',
      }),
    },
  },
  'address-taken': {
    isAwaited: true,
    links,
    sample: (appUrl) => ({ name, url: `${appUrl}${pages.login}` }),
    texts: {
      en: {
        subject: 'This e-mail address is already in use',
        text: 'Someone asked to use this e-mail address for another account, but it already belongs to yours. Nothing has changed.',
        action: 'Sign in',
        note: 'If this was you, sign in to your existing account: an e-mail address can only be used for one account.',
        reason:
          'You’re receiving this e-mail because someone asked to use this address for an account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Cette adresse e-mail est déjà utilisée',
        text: 'Quelqu’un a demandé à utiliser cette adresse e-mail pour un autre compte, mais elle est déjà associée au vôtre. Rien n’a changé.',
        action: 'Se connecter',
        note: 'Si c’était vous, connectez-vous à votre compte existant : une adresse e-mail ne peut servir que pour un seul compte.',
        reason: 'Vous recevez cet e-mail parce que cette adresse a été demandée pour un compte sur {host}.',
      }),
    },
  },
  'email-change-asked': {
    links,
    places: (data, { moment }) => moment(data.at),
    sample: (appUrl) => ({ name, at, url: `${appUrl}${pages.settings}` }),
    texts: {
      en: {
        subject: 'Request to change your e-mail address',
        text: 'On {day} at {time} UTC, we received a request to change your account’s e-mail address. Nothing changes until the new address is confirmed.',
        action: 'Open your settings',
        note: 'If you didn’t request this, cancel the change in your settings, then change your password to end all your other sessions.',
        reason: 'You’re receiving this e-mail because of a change to your account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Demande de changement d’adresse e-mail',
        text: 'Le {day} à {time} UTC, nous avons reçu une demande de changement de l’adresse e-mail de votre compte. Rien ne change tant que la nouvelle adresse n’est pas confirmée.',
        action: 'Ouvrir vos paramètres',
        note: 'Si cette demande ne vient pas de vous, annulez-la dans vos paramètres, puis changez votre mot de passe pour fermer toutes vos autres sessions.',
        reason: 'Vous recevez cet e-mail à la suite d’une modification de votre compte sur {host}.',
      }),
    },
  },
  'email-changed': {
    links,
    places: (data, { moment }) => moment(data.at),
    sample: (appUrl) => ({ name, at, url: appUrl }),
    texts: {
      en: {
        subject: 'Your e-mail address has been changed',
        text: 'On {day} at {time} UTC, your account’s e-mail address was changed. You can no longer sign in with the old address. Your licences are still in your account.',
        action: 'Open the portal',
        note: 'If you didn’t make this change, contact us immediately at the address below.',
        reason: 'You’re receiving this e-mail because of a change to your account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Votre adresse e-mail a été modifiée',
        text: 'Le {day} à {time} UTC, l’adresse e-mail de votre compte a été modifiée. Vous ne pouvez plus vous connecter avec l’ancienne adresse. Vos licences restent dans votre compte.',
        action: 'Ouvrir l’espace client',
        note: 'Si ce changement ne vient pas de vous, contactez-nous immédiatement à l’adresse ci-dessous.',
        reason: 'Vous recevez cet e-mail à la suite d’une modification de votre compte sur {host}.',
      }),
    },
  },
  'email-corrected': {
    links,
    places: (data, { moment }) => moment(data.at),
    sample: (appUrl) => ({ name, at, url: `${appUrl}${pages.stopCorrection}?token=12.abc` }),
    texts: {
      en: {
        subject: 'Support has changed your e-mail address',
        text: 'On {day} at {time} UTC, our support replaced this e-mail address of your account with another one. If you asked for this, you don’t need to do anything. If you didn’t, stop it within 24 hours: your account gets this address back, and everyone is signed out.',
        action: 'Stop the change',
        note: 'Opening the link changes nothing until you press the button on the page. For these 24 hours, nobody can choose a new password with the new address.',
        reason: 'You’re receiving this e-mail because of a change to your account at {host}.',
      },
      fr: typesetFrench({
        subject: 'L’assistance a modifié votre adresse e-mail',
        text: 'Le {day} à {time} UTC, notre assistance a remplacé cette adresse e-mail de votre compte par une autre. Si vous l’avez demandé, vous n’avez rien à faire. Sinon, annulez ce changement dans les 24 heures : votre compte retrouvera cette adresse, et toutes les sessions seront fermées.',
        action: 'Annuler le changement',
        note: 'Ouvrir le lien ne change rien : il faut encore appuyer sur le bouton de la page. Pendant ces 24 heures, personne ne peut choisir un nouveau mot de passe avec la nouvelle adresse.',
        reason: 'Vous recevez cet e-mail à la suite d’une modification de votre compte sur {host}.',
      }),
    },
  },
};
