/** Maps each outbox template to the feature that composes it. */
import type { Deps } from './deps.ts';
import { composeEmailChange } from './features/accounts/mails/compose-email-change.ts';
import { composeAccountMissing } from './features/billing/mails/compose-account-missing.ts';
import { composeDuplicateSubscription } from './features/billing/mails/compose-duplicate-subscription.ts';
import { composePaymentFailed } from './features/billing/mails/compose-payment-failed.ts';
import type { Auth } from './features/identity/auth.ts';
import { composeSecurityMail } from './features/identity/mails/compose-security-mail.ts';
import { composeAccountDeleted } from './features/privacy/deletion/account-deleted-mail.ts';
import type { ComposeMail } from './platform/mail/send-outbox.ts';

/**
 * Composes an outbox e-mail. Rejects for an unknown template, which is a bug: the e-mail is retried and the next
 * release can still send it.
 */
export const composeMail =
  (deps: Deps, signIn: Auth['mails']): ComposeMail =>
  (owed) => {
    if (signIn.composes(owed.template)) return signIn.compose(owed);
    switch (owed.template) {
      case 'payment-failed':
      case 'payment-failed-last':
        return composePaymentFailed(deps, owed);
      case 'second-licence':
        return composeDuplicateSubscription(deps, owed);
      case 'paid-after-deletion':
      case 'unknown-account':
        return composeAccountMissing(deps, owed);
      case 'new-sign-in':
      case 'password-changed':
      case 'factor-added':
      case 'factor-removed':
      case 'recovery-codes-renewed':
        return composeSecurityMail(deps, owed);
      case 'email-change':
      case 'email-change-asked':
      case 'email-changed':
        return composeEmailChange(deps, owed);
      case 'account-deleted':
        return composeAccountDeleted(deps, owed);
      default:
        return Promise.reject(new Error(`no feature composes the e-mail ${owed.template}`));
    }
  };
