/** Maps each outbox template to the feature that composes it. */
import type { Deps } from './deps.ts';
import { composeEmailChange } from './features/accounts/mails/compose-email-change.ts';
import { composeAccountMissing } from './features/billing/mails/compose-account-missing.ts';
import { composeDuplicateSubscription } from './features/billing/mails/compose-duplicate-subscription.ts';
import { composePaymentFailed } from './features/billing/mails/compose-payment-failed.ts';
import type { Auth } from './features/identity/auth.ts';
import { composeSecurityMail } from './features/identity/mails/compose-security-mail.ts';
import type { SignInMailData } from './features/identity/mails/sign-in-mail-texts.ts';
import { composeAccountDeleted } from './features/privacy/deletion/account-deleted-mail.ts';
import type { MailData } from './mails/mail-templates.ts';
import type { OutboxMail } from './platform/mail/outbox.repository.ts';
import type { ComposeMail } from './platform/mail/send-outbox.ts';

type Template = Exclude<
  keyof MailData,
  // `signIn` composes the sign-in templates. `address-taken` is never enqueued: the e-mail about a new address uses it
  // if that address already has an account.
  keyof SignInMailData | 'address-taken'
>;

type Compose = (deps: Deps, owed: OutboxMail) => ReturnType<ComposeMail>;

const composers: Readonly<Record<Template, Compose>> = {
  'payment-failed': composePaymentFailed,
  'payment-failed-last': composePaymentFailed,
  'second-licence': composeDuplicateSubscription,
  'paid-after-deletion': composeAccountMissing,
  'unknown-account': composeAccountMissing,
  'new-sign-in': composeSecurityMail,
  'password-changed': composeSecurityMail,
  'factor-added': composeSecurityMail,
  'factor-removed': composeSecurityMail,
  'recovery-codes-renewed': composeSecurityMail,
  'email-change': composeEmailChange,
  'email-change-asked': composeEmailChange,
  'email-changed': composeEmailChange,
  'account-deleted': composeAccountDeleted,
};

const isTemplate = (name: string): name is Template => Object.hasOwn(composers, name);

/**
 * Composes an outbox e-mail. Rejects if the template is unknown, which is a bug. The e-mail is retried, so a release
 * with a fix can still send it.
 */
export const composeMail =
  (deps: Deps, signIn: Auth['mails']): ComposeMail =>
  (owed) => {
    const { template } = owed;
    if (signIn.composes(template)) return signIn.compose(owed);
    if (isTemplate(template)) return composers[template](deps, owed);
    return Promise.reject(new Error(`no feature composes the e-mail ${template}`));
  };
