/** E-mails about a change of an account's address. */
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
  /** To the new address. */
  'email-change': Link;
  /** To the new address, if it already has an account. Only its owner learns that. */
  'address-taken': Link;
  /** To the old address, when the change is requested. */
  'email-change-asked': Change;
  /** To the old address, once the change is confirmed. */
  'email-changed': Change;
}

const name = 'Nora Lindqvist';
const at = new Date('2027-02-12T14:05:00Z');
const links = ({ url }: Link): [string] => [url];

export const accountMails: MailTemplates<AccountMailData> = {
  'email-change': {
    links,
    sample: (appUrl) => ({ name, url: `${appUrl}${pages.confirmEmail}?token=12.abc` }),
    texts: {
      en: {
        subject: 'Confirm your new e-mail address',
        text: 'You asked to use this e-mail address for your account. Confirm it while signed in to that account, and it will replace the old one.',
        action: 'Confirm this address',
        note: 'The link is valid for 24 hours and only works when you’re signed in to that account. If you didn’t ask for this, you can ignore this e-mail.',
        reason:
          'You’re receiving this e-mail because someone asked to use this address for an account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Confirmez votre nouvelle adresse e-mail',
        text: 'Vous avez demandé à utiliser cette adresse e-mail pour votre compte. Ouvrez une session sur ce compte, puis confirmez-la : elle remplacera l’ancienne.',
        action: 'Confirmer cette adresse',
        note: 'Le lien est valable 24 heures, et seulement lorsque la session de ce compte est ouverte. Si vous n’avez rien demandé, ignorez cet e-mail.',
        reason: 'Vous recevez cet e-mail parce que cette adresse a été demandée pour un compte sur {host}.',
      }),
    },
  },
  'address-taken': {
    links,
    sample: (appUrl) => ({ name, url: `${appUrl}${pages.login}` }),
    texts: {
      en: {
        subject: 'This address already has an account',
        text: 'Someone asked to use this e-mail address for another account, but it already has one. Nothing has changed.',
        action: 'Sign in',
        note: 'Was it you? An e-mail address can only have one account: sign in to the existing one.',
        reason:
          'You’re receiving this e-mail because someone asked to use this address for an account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Cette adresse a déjà un compte',
        text: 'Quelqu’un a demandé à utiliser cette adresse e-mail pour un autre compte, mais elle en a déjà un. Rien n’a changé.',
        action: 'Se connecter',
        note: 'C’était vous ? Une adresse e-mail ne peut avoir qu’un seul compte : connectez-vous à celui qui existe.',
        reason: 'Vous recevez cet e-mail parce que cette adresse a été demandée pour un compte sur {host}.',
      }),
    },
  },
  'email-change-asked': {
    links,
    places: (data, { moment }) => moment(data.at),
    sample: (appUrl) => ({ name, at, url: `${appUrl}${pages.account}` }),
    texts: {
      en: {
        subject: 'Change of e-mail address requested',
        text: 'On {day} at {time} UTC, a change of your account’s e-mail address was requested. Nothing changes until the new address is confirmed.',
        action: 'Open your settings',
        note: 'Wasn’t it you? Cancel the change in your settings, then change your password: that ends all your other sessions.',
        reason: 'You’re receiving this e-mail because of a change to your account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Changement d’adresse e-mail demandé',
        text: 'Le {day} à {time} UTC, un changement de l’adresse e-mail de votre compte a été demandé. Rien ne change tant que la nouvelle adresse n’est pas confirmée.',
        action: 'Ouvrir vos paramètres',
        note: 'Ce n’était pas vous ? Annulez le changement dans vos paramètres, puis changez votre mot de passe : toutes vos autres sessions seront fermées.',
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
        text: 'On {day} at {time} UTC, the e-mail address of your account was changed. You can no longer sign in with this one. Your licences stay in your account.',
        action: 'Open the portal',
        note: 'Wasn’t it you? Contact us immediately at the address below.',
        reason: 'You’re receiving this e-mail because of a change to your account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Votre adresse e-mail a été changée',
        text: 'Le {day} à {time} UTC, l’adresse e-mail de votre compte a été changée. Celle-ci ne permet plus de se connecter. Vos licences restent dans votre compte.',
        action: 'Ouvrir l’espace client',
        note: 'Ce n’était pas vous ? Contactez-nous immédiatement à l’adresse ci-dessous.',
        reason: 'Vous recevez cet e-mail à la suite d’une modification de votre compte sur {host}.',
      }),
    },
  },
};
