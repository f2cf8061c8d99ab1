/** Texts of the e-mails about security events. */
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';
import { pages } from '#shared/pages.ts';

interface SecurityEventData {
  name: string;
  /** Time of the event, which is displayed in UTC. */
  at: Date;
  url: string;
}

/**
 * The sign-in method that was changed. `provider` is the provider's brand name. `step` means that two-step verification
 * was turned on with a passkey, or turned off.
 */
type Factor = { factor: 'authenticator' | 'passkey' | 'step' } | { factor: 'provider'; provider: string };

export interface SecurityMailData {
  'password-changed': SecurityEventData & { how: 'changed' | 'set' | 'reset' };
  /** `device` and `ipAddress` are null if unknown. */
  'new-sign-in': SecurityEventData & { device: string | null; ipAddress: string | null };
  'factor-added': SecurityEventData & Factor;
  'factor-removed': SecurityEventData & Factor;
  'recovery-codes-renewed': SecurityEventData;
}

const name = 'Nora Lindqvist';
const at = new Date('2027-02-12T14:05:00Z');
const sample = (appUrl: string) => ({ name, at, url: `${appUrl}${pages.settings}` });
const links = ({ url }: SecurityEventData): [string] => [url];

const placesOfFactor = (data: Factor) => ({
  factor: data.factor,
  provider: 'provider' in data ? data.provider : '',
});

const changeReason = {
  en: 'You’re receiving this e-mail because of a change to your account at {host}.',
  fr: 'Vous recevez cet e-mail à la suite d’une modification de votre compte sur {host}.',
};

export const securityMails: MailTemplates<SecurityMailData> = {
  'password-changed': {
    links,
    places: (data, { moment }) => ({ ...moment(data.at), how: data.how }),
    sample: (appUrl) => ({ name, at, how: 'changed', url: `${appUrl}${pages.forgotPassword}` }),
    texts: {
      en: {
        subject: 'Your password has been changed',
        text: '{how, select, set {A password was set for your account on {day} at {time} UTC. You can now sign in with it too.} reset {Your account’s password was reset on {day} at {time} UTC with the link from our e-mail. You’ve been signed out everywhere.} other {Your account’s password was changed on {day} at {time} UTC. All your other sessions have been ended.}}',
        action: 'Choose a new password',
        note: 'If you made this change, you don’t need to do anything. If not, choose a new password now.',
        reason: changeReason.en,
      },
      fr: typesetFrench({
        subject: 'Votre mot de passe a été modifié',
        text: '{how, select, set {Un mot de passe a été défini pour votre compte le {day} à {time} UTC. Vous pouvez désormais vous connecter aussi avec ce mot de passe.} reset {Le mot de passe de votre compte a été réinitialisé le {day} à {time} UTC à l’aide du lien envoyé par e-mail. Toutes vos sessions ont été fermées.} other {Le mot de passe de votre compte a été modifié le {day} à {time} UTC. Toutes vos autres sessions ont été fermées.}}',
        action: 'Choisir un nouveau mot de passe',
        note: 'Si ce changement vient de vous, vous n’avez rien à faire. Sinon, choisissez immédiatement un nouveau mot de passe.',
        reason: changeReason.fr,
      }),
    },
  },
  'new-sign-in': {
    links,
    places: ({ at: signedInAt, device, ipAddress }, { moment }) => ({
      ...moment(signedInAt),
      knowsDevice: String(device !== null),
      device: device ?? '',
      knowsPlace: String(ipAddress !== null),
      place: ipAddress ?? '',
    }),
    sample: (appUrl) => ({ ...sample(appUrl), device: 'Firefox, Windows', ipAddress: '203.0.113.7' }),
    texts: {
      en: {
        subject: 'New sign-in to your account',
        text: 'On {day} at {time} UTC, someone signed in to your account from a new browser{knowsDevice, select, true {: {device}} other {}}{knowsPlace, select, true {, IP address {place}} other {}}.',
        action: 'View your sessions',
        note: 'If this was you, you don’t need to do anything. If not, end that session and change your password.',
        reason: 'You’re receiving this e-mail because of a sign-in at {host}.',
      },
      fr: typesetFrench({
        subject: 'Nouvelle connexion à votre compte',
        text: 'Le {day} à {time} UTC, une connexion à votre compte a eu lieu depuis un nouveau navigateur{knowsDevice, select, true { ({device})} other {}}{knowsPlace, select, true {, adresse IP {place}} other {}}.',
        action: 'Voir vos sessions',
        note: 'Si c’était vous, vous n’avez rien à faire. Sinon, fermez cette session et changez votre mot de passe.',
        reason: 'Vous recevez cet e-mail à la suite d’une connexion sur {host}.',
      }),
    },
  },
  'factor-added': {
    links,
    places: (data, { moment }) => ({ ...moment(data.at), ...placesOfFactor(data) }),
    sample: (appUrl) => ({ ...sample(appUrl), factor: 'passkey' }),
    texts: {
      en: {
        subject:
          '{factor, select, passkey {A passkey or security key was added} provider {{provider} was linked to your account} step {Two-step verification was turned on} other {An authenticator app was added}}',
        text: '{factor, select, passkey {A passkey or security key was added to your account on {day} at {time} UTC.} provider {Your account was linked to {provider} on {day} at {time} UTC. You can now sign in with {provider}.} step {Two-step verification with a passkey or security key was turned on for your account on {day} at {time} UTC.} other {An authenticator app was added to your account on {day} at {time} UTC. You’ll be asked for its code when you sign in.}}',
        action: 'Open your settings',
        note: 'If you didn’t make this change, undo it in your settings, then change your password if you have one.',
        reason: changeReason.en,
      },
      fr: typesetFrench({
        subject:
          '{factor, select, passkey {Une clé d’accès ou de sécurité a été ajoutée} provider {{provider} a été associé à votre compte} step {La double authentification a été activée} other {Une application d’authentification a été ajoutée}}',
        text: '{factor, select, passkey {Une clé d’accès ou de sécurité a été ajoutée à votre compte le {day} à {time} UTC.} provider {Votre compte a été associé à {provider} le {day} à {time} UTC. Vous pouvez désormais vous connecter avec {provider}.} step {La double authentification par clé d’accès ou de sécurité a été activée pour votre compte le {day} à {time} UTC.} other {Une application d’authentification a été ajoutée à votre compte le {day} à {time} UTC. Son code vous sera demandé à la connexion.}}',
        action: 'Ouvrir vos paramètres',
        note: 'Si cette modification ne vient pas de vous, annulez-la dans vos paramètres, puis changez votre mot de passe si vous en avez un.',
        reason: changeReason.fr,
      }),
    },
  },
  'factor-removed': {
    links,
    places: (data, { moment }) => ({ ...moment(data.at), ...placesOfFactor(data) }),
    sample: (appUrl) => ({ ...sample(appUrl), factor: 'authenticator' }),
    texts: {
      en: {
        subject:
          '{factor, select, passkey {A passkey or security key was removed} provider {{provider} was unlinked from your account} step {Two-step verification was turned off} other {The authenticator app was removed}}',
        text: '{factor, select, passkey {A passkey or security key was removed from your account on {day} at {time} UTC.} provider {{provider} was unlinked from your account on {day} at {time} UTC.} step {Two-step verification was turned off for your account on {day} at {time} UTC. Your recovery codes no longer work.} other {The authenticator app was removed from your account on {day} at {time} UTC.}}',
        action: 'Open your settings',
        note: 'If you didn’t make this change, change your password if you have one, then use your settings to restore what was removed.',
        reason: changeReason.en,
      },
      fr: typesetFrench({
        subject:
          '{factor, select, passkey {Une clé d’accès ou de sécurité a été retirée} provider {{provider} a été dissocié de votre compte} step {La double authentification a été désactivée} other {L’application d’authentification a été retirée}}',
        text: '{factor, select, passkey {Une clé d’accès ou de sécurité a été retirée de votre compte le {day} à {time} UTC.} provider {{provider} a été dissocié de votre compte le {day} à {time} UTC.} step {La double authentification de votre compte a été désactivée le {day} à {time} UTC. Vos codes de récupération ne fonctionnent plus.} other {L’application d’authentification a été retirée de votre compte le {day} à {time} UTC.}}',
        action: 'Ouvrir vos paramètres',
        note: 'Si cette modification ne vient pas de vous, changez votre mot de passe si vous en avez un, puis rétablissez dans vos paramètres ce qui a été retiré.',
        reason: changeReason.fr,
      }),
    },
  },
  'recovery-codes-renewed': {
    links,
    places: (data, { moment }) => moment(data.at),
    sample,
    texts: {
      en: {
        subject: 'New recovery codes were created',
        text: 'On {day} at {time} UTC, new recovery codes were created for your account. The old ones no longer work.',
        action: 'Open your settings',
        note: 'If you didn’t create them, change your password now, then create new codes.',
        reason: changeReason.en,
      },
      fr: typesetFrench({
        subject: 'De nouveaux codes de récupération ont été créés',
        text: 'Le {day} à {time} UTC, de nouveaux codes de récupération ont été créés pour votre compte. Les précédents ne fonctionnent plus.',
        action: 'Ouvrir vos paramètres',
        note: 'Si ce n’est pas vous qui les avez créés, changez immédiatement votre mot de passe, puis créez de nouveaux codes.',
        reason: changeReason.fr,
      }),
    },
  },
};
