/** Bundles the messages of the profile, settings and e-mail confirmation pages. */
import { mailChoices } from '#client/i18n/en/accounts/mail-choices.ts';
import { person } from '#client/i18n/en/accounts/person.ts';
import { tokens } from '#client/i18n/en/accounts/tokens.ts';
import { beforeLeaving } from '#client/i18n/en/app/before-leaving.ts';
import { copying } from '#client/i18n/en/app/copying.ts';
import { settings } from '#client/i18n/en/app/settings.ts';
import { linkedAccounts } from '#client/i18n/en/identity/linked-accounts.ts';
import { passkeys } from '#client/i18n/en/identity/passkeys.ts';
import { password } from '#client/i18n/en/identity/passwords.ts';
import { securityLog, sessions } from '#client/i18n/en/identity/sessions.ts';
import { secondFactors } from '#client/i18n/en/identity/two-step.ts';
import { yourData } from '#client/i18n/en/privacy/your-data.ts';

export const messages = {
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
