/** Combines the e-mail templates of all features. */
import { type AccountMailData, accountMails } from '#server/features/accounts/mails/account-mail-texts.ts';
import { type BillingMailData, billingMails } from '#server/features/billing/mails/billing-mail-texts.ts';
import { type SecurityMailData, securityMails } from '#server/features/identity/mails/security-mail-texts.ts';
import { type SignInMailData, signInMails } from '#server/features/identity/mails/sign-in-mail-texts.ts';
import { type PrivacyMailData, privacyMails } from '#server/features/privacy/deletion/privacy-mail-texts.ts';
import type { MailTemplates } from '#server/platform/mail/mail-template.ts';

export type MailData = AccountMailData &
  BillingMailData &
  PrivacyMailData &
  SecurityMailData &
  SignInMailData;

export const mailTemplates: MailTemplates<MailData> = {
  ...signInMails,
  ...securityMails,
  ...accountMails,
  ...billingMails,
  ...privacyMails,
};
