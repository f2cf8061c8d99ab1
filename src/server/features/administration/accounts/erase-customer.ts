/** Erases a customer on behalf of an administrator. */
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { deleteAccount } from '#server/features/privacy/deletion/delete-account.ts';
import { AppError } from '#shared/errors.ts';

/**
 * Cancels the customer's subscriptions at Paddle first and tells the customer by e-mail, as if they had deleted the
 * account themselves. Throws `paddle_unavailable` or `invoice_in_progress` if a subscription couldn't be cancelled: the
 * account then still exists, and the act can be repeated.
 */
export async function eraseCustomer(
  deps: Parameters<typeof deleteAccount>[0],
  customerId: number,
): Promise<Performed<null>> {
  const erased = await deleteAccount(deps, { id: customerId, by: 'administrator' });
  if (erased.status === 'deleted') return { result: null, after: { erased: true } };
  const { status, cause } = erased;
  const code = status === 'paddle_busy' ? 'invoice_in_progress' : 'paddle_unavailable';
  throw new AppError(code, 'a subscription of the customer could not be cancelled', { cause });
}
