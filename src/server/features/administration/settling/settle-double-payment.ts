/** Settles two payments of a customer for one product. */
import type { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import type { AdministratorAtWork, Performed } from '#server/features/administration/audit/audited.ts';
import { changeForCustomer } from '#server/features/administration/subscriptions/change-for-customer.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import type { DoublePaymentChoice } from '#shared/administration/settling.ts';
import { AppError } from '#shared/errors.ts';
import { doublePaymentOf, openFlagOf } from './flags-of-customer.ts';

type SettleDeps = Parameters<typeof changeForCustomer>[0] &
  Parameters<typeof openFlagOf>[0] &
  Pick<Deps, 'transaction'>;

/**
 * Cancels one of the subscriptions, if that is the decision, and resolves the flag once Paddle has confirmed it.
 * Without Paddle's answer the flag stays open: the same request can be sent again and doesn't cancel twice.
 */
export async function settleDoublePayment(
  deps: SettleDeps,
  administrator: Pick<AdministratorAtWork, 'userId'>,
  { customerId, reference, requestId, decision, reason }: z.output<typeof DoublePaymentChoice>,
): Promise<Performed<{ isSettled: boolean }>> {
  const flag = await openFlagOf(deps, { customerId, reference });
  if (flag.kind !== 'second_licence') throw new AppError('invalid_input', 'the flag is about something else');
  let state: string | null = null;
  if (decision !== 'keep_both') {
    const { first, second } = await doublePaymentOf(deps, flag);
    const licenceId = decision === 'cancel_first' ? first : second;
    if (licenceId === null) throw new AppError('no_subscription', 'no subscription is left to be cancelled');
    const about = { customerId, licenceId, reason };
    const request = { requestId, change: { kind: 'cancel' } } as const;
    ({ state } = (await changeForCustomer(deps, administrator, about, request)).result);
  }
  const isSettled = state === null || state === 'confirmed';
  // Cancelling may have withdrawn or resolved the flag already.
  if (isSettled) await resolveFlag(deps, { reference, by: administrator.userId, reason });
  return { result: { isSettled }, before: { flag: reference }, after: { decision, cancellation: state } };
}
