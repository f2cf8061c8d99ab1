/** Texts of the e-mails that contain a link or a code, to confirm an address, choose a password or re-authenticate. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import { pages } from '#shared/pages.ts';

export interface SignInMailData {
  /** `isCorrected`: an administrator has corrected the address of the account, which is not new. */
  'verify-email': { name: string; url: string; isCorrected: boolean };
  'reset-password': { name: string; url: string };
  'already-registered': { name: string; loginUrl: string; resetUrl: string };
  'confirm-code': { name: string; code: string; url: string };
}

const name = 'Nora Lindqvist';
const links = ({ url }: { url: string }): [string] => [url];

export const signInMails: MailTemplates<SignInMailData> = {
  'verify-email': {
    isAwaited: true,
    links,
    places: ({ isCorrected }) => ({ isCorrected: String(isCorrected) }),
    sample: (appUrl) => ({
      name,
      isCorrected: false,
      url: `${appUrl}/api/auth/verify-email?token=a.b-c_d&callbackURL=${encodeURIComponent(pages.verified)}`,
    }),
    texts: {
      en: {
        subject: 'Confirm your e-mail address',
        text: '{isCorrected, select, true {Support has changed your account’s e-mail address to this one. Confirm that it’s yours, with your password or where you’re still signed in, to use your account again.} other {Confirm that this e-mail address is yours to finish creating your account.}}',
        action: 'Confirm this address',
        note: '{isCorrected, select, true {The link is valid for 24 hours. If you’ve forgotten your password, you can choose a new one 24 hours after the change. If you have no account with us, you can ignore this e-mail.} other {The link is valid for 24 hours. If you didn’t sign up, you can ignore this e-mail: nobody can use your address without this link.}}',
        reason: 'You’re receiving this e-mail because this address was entered for an account at {host}.',
      },
      fr: typesetFrench({
        subject: 'Confirmez votre adresse e-mail',
        text: '{isCorrected, select, true {L’assistance a remplacé l’adresse e-mail de votre compte par celle-ci. Pour utiliser à nouveau votre compte, confirmez qu’elle est la vôtre, avec votre mot de passe ou là où votre session est encore ouverte.} other {Confirmez que cette adresse e-mail est la vôtre pour terminer la création de votre compte.}}',
        action: 'Confirmer cette adresse',
        note: '{isCorrected, select, true {Le lien est valable 24 heures. Si vous avez oublié votre mot de passe, vous pourrez en choisir un nouveau 24 heures après ce changement. Si vous n’avez pas de compte chez nous, ignorez cet e-mail.} other {Le lien est valable 24 heures. Si vous n’avez pas créé de compte, ignorez cet e-mail : sans ce lien, personne ne peut utiliser votre adresse.}}',
        reason: 'Vous recevez cet e-mail parce que cette adresse a été saisie pour un compte sur {host}.',
      }),
    },
  },
  'reset-password': {
    isAwaited: true,
    links,
    sample: (appUrl) => ({ name, url: `${appUrl}${pages.resetPassword}?token=abc` }),
    texts: {
      en: {
        subject: 'Choose a new password',
        text: 'We received a request to reset your password. Once you’ve chosen a new one, you’ll be signed out everywhere.',
        action: 'Choose a new password',
        note: 'The link works once and is valid for one hour. If you didn’t request it, you can ignore this e-mail: your password won’t change.',
        reason: 'You’re receiving this e-mail because a password reset was requested at {host}.',
      },
      fr: typesetFrench({
        subject: 'Choisissez un nouveau mot de passe',
        text: 'Nous avons reçu une demande de réinitialisation de votre mot de passe. Une fois le nouveau mot de passe choisi, toutes vos sessions seront fermées.',
        action: 'Choisir un nouveau mot de passe',
        note: 'Le lien est valable une heure et ne fonctionne qu’une seule fois. Si vous n’avez rien demandé, ignorez cet e-mail : votre mot de passe ne changera pas.',
        reason: 'Vous recevez cet e-mail parce qu’un nouveau mot de passe a été demandé sur {host}.',
      }),
    },
  },
  'already-registered': {
    isAwaited: true,
    links: ({ loginUrl, resetUrl }) => [loginUrl, resetUrl],
    sample: (appUrl) => ({
      name,
      loginUrl: `${appUrl}${pages.login}`,
      resetUrl: `${appUrl}${pages.forgotPassword}`,
    }),
    texts: {
      en: {
        subject: 'You already have an account',
        text: 'Someone tried to sign up with this e-mail address, but you already have an account. Nothing has changed.',
        action: 'Sign in',
        note: 'If this was you, sign in to your account. Forgotten your password? Choose a new one here:',
        reason: 'You’re receiving this e-mail because someone tried to sign up at {host} with this address.',
      },
      fr: typesetFrench({
        subject: 'Vous avez déjà un compte',
        text: 'Quelqu’un a essayé de créer un compte avec cette adresse e-mail, mais vous en avez déjà un. Rien n’a changé.',
        action: 'Se connecter',
        note: 'Si c’était vous, connectez-vous à votre compte. Mot de passe oublié ? Choisissez-en un nouveau ici :',
        reason:
          'Vous recevez cet e-mail parce que quelqu’un a essayé de créer un compte sur {host} avec cette adresse.',
      }),
    },
  },
  'confirm-code': {
    isAwaited: true,
    links,
    places: ({ code }) => ({ code }),
    sample: (appUrl) => ({ name, code: '048213', url: `${appUrl}${pages.settings}` }),
    texts: {
      en: {
        subject: 'Your confirmation code',
        text: '{code} is your confirmation code. It’s valid for ten minutes and only works in the browser where you requested it.',
        action: 'Open your settings',
        note: 'If you didn’t request a code, someone else is signed in to your account: end their session in your settings.',
        reason: 'You’re receiving this e-mail because a code was requested at {host}.',
      },
      fr: typesetFrench({
        subject: 'Votre code de confirmation',
        text: '{code} est votre code de confirmation. Il est valable dix minutes et ne fonctionne que dans le navigateur où vous l’avez demandé.',
        action: 'Ouvrir vos paramètres',
        note: 'Si vous n’avez pas demandé de code, quelqu’un d’autre utilise votre compte : fermez sa session dans vos paramètres.',
        reason: 'Vous recevez cet e-mail parce qu’un code a été demandé sur {host}.',
      }),
    },
  },
};
