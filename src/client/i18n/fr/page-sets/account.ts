/** Bundles the messages of the profile, settings and e-mail confirmation pages. */
import { mailChoices } from '#client/i18n/fr/accounts/mail-choices.ts';
import { person } from '#client/i18n/fr/accounts/person.ts';
import { tokens } from '#client/i18n/fr/accounts/tokens.ts';
import { beforeLeaving } from '#client/i18n/fr/app/before-leaving.ts';
import { copying } from '#client/i18n/fr/app/copying.ts';
import { settings } from '#client/i18n/fr/app/settings.ts';
import { linkedAccounts } from '#client/i18n/fr/identity/linked-accounts.ts';
import { passkeys } from '#client/i18n/fr/identity/passkeys.ts';
import { password } from '#client/i18n/fr/identity/passwords.ts';
import { securityLog, sessions } from '#client/i18n/fr/identity/sessions.ts';
import { secondFactors } from '#client/i18n/fr/identity/two-step.ts';
import { yourData } from '#client/i18n/fr/privacy/your-data.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'account'> = {
  beforeLeaving,
  copying,
  linkedAccounts,
  mailChoices,
  passkeys,
  password,
  person,
  secondFactors,
  securityLog,
  sessions,
  settings,
  tokens,
  yourData,
};
