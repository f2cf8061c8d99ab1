/** Sends an e-mail to a customer once more. */
import { randomUUID } from 'node:crypto';
import type { BoundDeps } from '#server/deps.ts';
import type { AccountMailData } from '#server/features/accounts/mails/account-mail-texts.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { type BillingMailData, billingMails } from '#server/features/billing/mails/billing-mail-texts.ts';
import { newsForMs } from '#server/features/billing/projections/news-of-stream.ts';
import type { isMailedEnough } from '#server/features/identity/mails/enqueue-sign-in-mail.ts';
import type { resendVerification } from '#server/features/identity/mails/resend-verification.ts';
import type { SecurityMailData } from '#server/features/identity/mails/security-mail-texts.ts';
import type { SignInMailData } from '#server/features/identity/mails/sign-in-mail-texts.ts';
import type { PrivacyMailData } from '#server/features/privacy/deletion/privacy-mail-texts.ts';
import { AppError } from '#shared/errors.ts';

type Template = keyof (AccountMailData &
  BillingMailData &
  PrivacyMailData &
  SecurityMailData &
  SignInMailData);

/**
 * Whether an e-mail can be sent once more. `again`: it is composed anew from what is stored by then, as every e-mail.
 * `verification`: the link is made for whoever hasn't confirmed the address. `once`: it has a code or a link for one
 * occasion, for which the customer can ask, or concerns a moment that has passed, or isn't meant for the customer.
 */
const occasions: Readonly<Record<Template, 'again' | 'verification' | 'once'>> = {
  'verify-email': 'verification',
  'reset-password': 'once',
  'already-registered': 'once',
  'confirm-code': 'once',
  'password-changed': 'again',
  'new-sign-in': 'again',
  'factor-added': 'again',
  'factor-removed': 'again',
  'recovery-codes-renewed': 'again',
  'email-change': 'once',
  'address-taken': 'once',
  'email-change-asked': 'once',
  'email-changed': 'once',
  'email-corrected': 'once',
  'payment-failed': 'again',
  'payment-failed-last': 'again',
  'licence-bought': 'again',
  'licence-granted': 'again',
  'claim-waiting': 'again',
  'key-reissued': 'again',
  'renewal-ahead': 'again',
  'licence-renewed': 'again',
  'last-warning': 'again',
  'licence-ended': 'again',
  'subscription-cancelled': 'again',
  'licence-continues': 'again',
  'subscription-changed': 'again',
  'payment-refunded': 'again',
  'two-payments': 'again',
  'second-licence': 'again',
  'paid-after-deletion': 'once',
  'unknown-account': 'once',
  'account-deleted': 'once',
};

const isTemplate = (name: string): name is Template => Object.hasOwn(occasions, name);

const isBillings = (name: string): name is keyof BillingMailData => Object.hasOwn(billingMails, name);

/** What identity does for its own e-mails. */
interface SignInMails {
  isMailedEnough: typeof isMailedEnough;
  resendVerification: typeof resendVerification;
}

/**
 * Enqueues the e-mail with what it was about. Like every e-mail, it is decided once more when it is sent, and isn't
 * sent if it is no longer true. Throws if that can be said already, if a mail server refuses the address, and if the
 * address has received five of these within an hour. The e-mail that confirms an address is sent to a refused one too:
 * with it, the customer shows that the address works.
 */
export async function resendMail(
  inside: BoundDeps,
  { customerId, mailId }: { customerId: number; mailId: number },
  signIn: SignInMails,
): Promise<Performed<null>> {
  const mail = await inside.outbox.findForRecipient(customerId, mailId);
  const account = mail && (await inside.accounts.findById(customerId));
  if (!account) throw new AppError('not_found', 'there is no such e-mail to the customer');
  const { template, ids, state } = mail;
  if (state === 'waiting') throw new AppError('mail_waiting', 'the e-mail has not been sent yet');
  const occasion = isTemplate(template) ? occasions[template] : 'once';
  if (!isTemplate(template) || occasion === 'once')
    throw new AppError('mail_once', `an e-mail ${template} is not sent twice`);
  if (occasion === 'verification')
    return { result: null, after: await signIn.resendVerification(inside, customerId) };
  const { happenedAt } = ids;
  if (happenedAt !== undefined && inside.now().getTime() - Date.parse(String(happenedAt)) > newsForMs)
    throw new AppError('mail_outdated', 'what the e-mail says is too long ago');
  // Only e-mails of billing can be turned off.
  const choice = isBillings(template) ? billingMails[template].choice : undefined;
  if (choice !== undefined) {
    if (!account.emailVerified)
      throw new AppError('customer_not_confirmed', 'such e-mails go to confirmed addresses only');
    const choices = await inside.mailChoices.listForUser(customerId);
    if (choices.some(({ kind, isOn }) => kind === choice && !isOn))
      throw new AppError('mail_turned_off', 'the customer has turned off these e-mails');
  }
  if ((await inside.accounts.emailRefusedSince(customerId)) !== null)
    throw new AppError('mail_refused', 'a mail server refuses the address');
  if (await signIn.isMailedEnough(inside, template, account.email))
    throw new AppError('too_many_requests', 'the address has received five of these e-mails within an hour');
  // Urgent, because a person waits for it.
  const owed = { template, ids, at: inside.now(), urgent: true };
  await inside.outbox.add([{ idempotencyKey: `resent:${mailId}:${randomUUID()}`, ...owed }]);
  return { result: null, after: { template } };
}
