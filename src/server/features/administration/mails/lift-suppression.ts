/** Sends a customer e-mails again although a mail server has refused the address. */
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { AppError } from '#shared/errors.ts';

/**
 * Throws `changed_meanwhile` if the address isn't refused. If the mail server refuses the next e-mail, the address
 * counts as refused again.
 */
export async function liftSuppression(
  { accounts }: Pick<BoundDeps, 'accounts'>,
  customerId: number,
): Promise<Performed<null>> {
  const account = await accounts.findById(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  if ((await accounts.emailRefusedSince(customerId)) === null)
    throw new AppError('changed_meanwhile', 'the address is not refused');
  await accounts.setEmailRefused(account.email, null);
  return { result: null, before: { addressRefused: true }, after: { addressRefused: false } };
}
