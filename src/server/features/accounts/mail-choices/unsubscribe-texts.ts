/** Texts of the page that turns one kind of e-mail off. */
import type { Locale } from '#shared/accounts/accounts.ts';
import type { OptionalMail } from '#shared/accounts/mail-choices.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';

interface UnsubscribeTexts {
  /** Heading of the page that asks. */
  ask: Record<OptionalMail, string>;
  explanation: string;
  action: string;
  /** Heading of the page after the e-mails have been turned off. */
  done: Record<OptionalMail, string>;
  doneText: string;
  settings: string;
  unknown: string;
  unknownText: string;
}

const en: UnsubscribeTexts = {
  ask: {
    renewal_ahead: 'Stop e-mails before a renewal?',
    renewed: 'Stop e-mails about paid renewals?',
    ended: 'Stop e-mails about licences that have ended?',
  },
  explanation:
    'You’ll still receive the other e-mails, such as those about failed payments and the security of your account.',
  action: 'Stop these e-mails',
  done: {
    renewal_ahead: 'You won’t receive e-mails before a renewal',
    renewed: 'You won’t receive e-mails about paid renewals',
    ended: 'You won’t receive e-mails about licences that have ended',
  },
  doneText: 'You can turn them on again in the settings.',
  settings: 'Open the settings',
  unknown: 'This link doesn’t work',
  unknownText: 'Part of it may be missing. You can choose in the settings which e-mails you receive.',
};

const fr: UnsubscribeTexts = {
  ask: typesetFrench({
    renewal_ahead: 'Ne plus recevoir d’e-mails avant un renouvellement ?',
    renewed: 'Ne plus recevoir d’e-mails sur les renouvellements payés ?',
    ended: 'Ne plus recevoir d’e-mails sur les licences qui ont pris fin ?',
  }),
  done: typesetFrench({
    renewal_ahead: 'Vous ne recevrez plus d’e-mails avant un renouvellement',
    renewed: 'Vous ne recevrez plus d’e-mails sur les renouvellements payés',
    ended: 'Vous ne recevrez plus d’e-mails sur les licences qui ont pris fin',
  }),
  ...typesetFrench({
    explanation:
      'Vous recevrez toujours les autres e-mails, par exemple sur les paiements échoués et la sécurité de votre compte.',
    action: 'Ne plus recevoir ces e-mails',
    doneText: 'Vous pouvez les réactiver dans les paramètres.',
    settings: 'Ouvrir les paramètres',
    unknown: 'Ce lien ne fonctionne pas',
    unknownText:
      'Il est peut-être incomplet. Vous pouvez choisir dans les paramètres quels e-mails vous recevez.',
  }),
};

export const unsubscribeTexts: Readonly<Record<Locale, UnsubscribeTexts>> = { en, fr };
