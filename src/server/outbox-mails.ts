/** Maps each outbox template to the feature that composes it. */

import { type OptionalMail, unsubscribePath } from '#shared/accounts/mail-choices.ts';
import type { Deps } from './deps.ts';
import { composeEmailChange } from './features/accounts/mails/compose-email-change.ts';
import { composeEmailCorrection } from './features/accounts/mails/compose-email-correction.ts';
import { composeAccountMissing } from './features/billing/mails/compose-account-missing.ts';
import {
  composeLastWarning,
  composeLicenceEnded,
  composeRenewalAhead,
} from './features/billing/mails/compose-day-notice.ts';
import { composeDuplicateSubscription } from './features/billing/mails/compose-duplicate-subscription.ts';
import { composeLicenceContinues } from './features/billing/mails/compose-licence-continues.ts';
import {
  composeClaimWaiting,
  composeKeyReissued,
  composeLicenceBought,
  composeLicenceGranted,
} from './features/billing/mails/compose-licence-mail.ts';
import { composePaymentFailed } from './features/billing/mails/compose-payment-failed.ts';
import {
  composeLicenceRenewed,
  composePaymentRefunded,
} from './features/billing/mails/compose-payment-mail.ts';
import {
  composeSubscriptionCancelled,
  composeSubscriptionChanged,
  composeTwoPayments,
} from './features/billing/mails/compose-subscription-mail.ts';
import { newsForMs } from './features/billing/projections/news-of-stream.ts';
import type { Auth } from './features/identity/auth.ts';
import { composeSecurityMail } from './features/identity/mails/compose-security-mail.ts';
import type { SignInMailData } from './features/identity/mails/sign-in-mail-texts.ts';
import { composeAccountDeleted } from './features/privacy/deletion/account-deleted-mail.ts';
import { type MailData, mailTemplates } from './mails/mail-templates.ts';
import type { Mail } from './platform/mail/mailer.ts';
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
  'licence-bought': composeLicenceBought,
  'licence-granted': composeLicenceGranted,
  'claim-waiting': composeClaimWaiting,
  'key-reissued': composeKeyReissued,
  'renewal-ahead': composeRenewalAhead,
  'licence-renewed': composeLicenceRenewed,
  'last-warning': composeLastWarning,
  'licence-ended': composeLicenceEnded,
  'subscription-cancelled': composeSubscriptionCancelled,
  'licence-continues': composeLicenceContinues,
  'subscription-changed': composeSubscriptionChanged,
  'payment-refunded': composePaymentRefunded,
  'two-payments': composeTwoPayments,
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
  'email-corrected': composeEmailCorrection,
  'account-deleted': composeAccountDeleted,
};

const isTemplate = (name: string): name is Template => Object.hasOwn(composers, name);

const isAnyTemplate = (name: string): name is keyof MailData => Object.hasOwn(mailTemplates, name);

/** Returns true if the e-mail reports something that happened too long ago to be news. */
function isOld({ now }: Pick<Deps, 'now'>, { ids: { happenedAt } }: OutboxMail): boolean {
  return happenedAt !== undefined && now().getTime() - Date.parse(String(happenedAt)) > newsForMs;
}

/**
 * Adds the link that turns e-mails of this kind off. Returns null if the recipient has turned them off. E-mails that
 * can be turned off are only sent to accounts with a confirmed address, because only an account stores the choice.
 */
async function withChoice(deps: Deps, mail: Mail, kind: OptionalMail): Promise<Mail | null> {
  const account = await deps.accounts.findByEmail(mail.to);
  if (!account?.emailVerified) return null;
  const { isOn, token } = await deps.mailChoices.withToken(account.id, kind);
  return isOn
    ? { ...mail, unsubscribeUrl: `${deps.settings.appUrl}${unsubscribePath}?token=${token}` }
    : null;
}

/**
 * Composes an outbox e-mail. Returns null if it is no longer relevant or the recipient has turned off e-mails of its
 * kind. Rejects if the template is unknown, which is a bug. The e-mail is retried, so a release with a fix can still
 * send it.
 */
export const composeMail =
  (deps: Deps, signIn: Auth['mails']): ComposeMail =>
  async (owed) => {
    const mail = await composed(deps, signIn, owed);
    // The composed e-mail may have another template than the one queued.
    const template = mail && isAnyTemplate(mail.template) ? mailTemplates[mail.template] : null;
    if (mail && template?.choice) return withChoice(deps, mail, template.choice);
    return mail && { ...mail, isAwaited: template?.isAwaited ?? false };
  };

function composed(deps: Deps, signIn: Auth['mails'], owed: OutboxMail): ReturnType<ComposeMail> {
  const { template } = owed;
  if (signIn.composes(template)) return signIn.compose(owed);
  if (!isTemplate(template)) throw new Error(`no feature composes the e-mail ${template}`);
  return isOld(deps, owed) ? Promise.resolve(null) : composers[template](deps, owed);
}
