/** Joins the mails that features owe: which composes what. */
import type { Deps } from './deps.ts';
import { composePaymentFailed } from './features/billing/mails/compose-payment-failed.ts';
import { composeSecondLicence } from './features/billing/mails/compose-second-licence.ts';
import type { ComposeMail } from './platform/mail/send-outbox.ts';

/** A template nobody composes is a mistake of ours: it is thrown, tried again after the next release, and shown. */
export const composeMail =
  (deps: Deps): ComposeMail =>
  (owed) => {
    switch (owed.template) {
      case 'payment-failed':
      case 'payment-failed-last':
        return composePaymentFailed(deps, owed);
      case 'second-licence':
        return composeSecondLicence(deps, owed);
      default:
        return Promise.reject(new Error(`no feature composes the mail ${owed.template}`));
    }
  };
