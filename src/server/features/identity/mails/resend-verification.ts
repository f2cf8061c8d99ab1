/** Sends a customer the e-mail that confirms their address once more. */
import type { BoundDeps } from '#server/deps.ts';
import { AppError } from '#shared/errors.ts';
import { isMailedEnough, signInMail } from './enqueue-sign-in-mail.ts';

const template = 'verify-email';

/**
 * Throws `already_confirmed` if the address is confirmed, and `too_many_requests` if it has received five of these
 * e-mails within an hour, whoever asked for them.
 */
export async function resendVerification(
  inside: Pick<BoundDeps, 'accounts' | 'limiter' | 'log' | 'now' | 'outbox'>,
  customerId: number,
): Promise<{ template: string }> {
  const account = await inside.accounts.findById(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  if (account.emailVerified) throw new AppError('already_confirmed', 'the address is confirmed');
  if (await isMailedEnough(inside, template, account.email))
    throw new AppError('too_many_requests', 'the address has received five of these e-mails within an hour');
  const mail = signInMail(template, { user: customerId });
  await inside.outbox.add([{ ...mail, at: inside.now(), urgent: true }]);
  return { template };
}
