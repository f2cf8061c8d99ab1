/** Creates the link where a customer pays for a plan. */

import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { StartCheckout } from '#shared/billing/billing.ts';
import { hadLicences } from '#shared/billing/checkout-return.ts';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { productPath } from '#shared/pages.ts';
import { isRunning } from './running-licence.ts';

/**
 * Returns the path of the page to which Paddle sends the buyer after payment, possibly in another tab or browser. The
 * page waits for a licence that isn't among those the customer has now, which are listed in the parameter `had`.
 */
const returnPath = (product: Product, owned: readonly { id: number }[]): string =>
  `${productPath[product]}?checkout={checkout_hash}&had=${hadLicences(owned.map(({ id }) => id))}`;

/**
 * Returns the error for the form field that Paddle rejected; null if Paddle refused the checkout for another reason.
 */
function refusedEntry({ reason }: PaddleRefusal, { vat }: StartCheckout): ErrorCode | null {
  if (reason === 'coupon_refused' || reason === 'email_refused') return reason;
  // Of the fields that Paddle can require, only a company's postcode may be left empty by customers here, so it must be
  // the missing one.
  if (reason === 'field_missing' && vat && !vat.postcode) return 'vat_postcode_missing';
  return null;
}

/**
 * Creates a one-time pay link for the plan. Stores nothing, because an unpaid link has no effect. Throws an `AppError`:
 * - `already_licensed` if the customer has a running licence for the product, or a subscription that Paddle may still
 *   charge for, and didn't ask for another one
 * - `coupon_refused`, `vat_postcode_missing` or `email_refused` if Paddle rejects that field
 * - `paddle_unavailable` if Paddle returns no link for any other reason
 */
export async function startCheckout(
  deps: Pick<
    Deps,
    'plans' | 'licences' | 'subscriptions' | 'accounts' | 'paddle' | 'settings' | 'now' | 'log'
  >,
  { account, order }: { account: AccountView; order: StartCheckout },
): Promise<{ url: string }> {
  const plan = await deps.plans.findById(order.planId);
  if (!plan) throw new AppError('not_found', `there is no plan ${order.planId}`);
  const owned = await deps.licences.listForUser(account.id, plan.product);
  if (!order.another) {
    const today = dayOf(deps.now());
    const subscriptions = await deps.subscriptions.listByStreams(owned.map(({ stream }) => stream));
    const nextBillOn = (stream: string) => subscriptions.get(stream)?.nextBillOn ?? null;
    if (
      owned.some((licence) =>
        isRunning({ ...licence, nextBillOn: nextBillOn(licence.stream) }, today, deps.settings),
      )
    )
      throw new AppError(
        'already_licensed',
        `customer ${account.id} already has an active ${plan.product} licence`,
      );
  }
  const customer = await deps.accounts.findById(account.id);
  try {
    const url = await deps.paddle.createPayLink({
      planId: plan.paddlePlanId,
      quantity: isSoldPerSeat(plan.product) ? order.quantity : 1,
      returnUrl: `${deps.settings.appUrl}${returnPath(plan.product, owned)}`,
      customerId: account.id,
      another: order.another,
      customerEmail: account.email,
      customerCountry: account.country,
      customerPostcode: customer?.postalCode ?? null,
      coupon: order.coupon || null,
      vat: order.vat ?? null,
    });
    return { url };
  } catch (error) {
    const entry = error instanceof PaddleRefusal ? refusedEntry(error, order) : null;
    if (entry) throw new AppError(entry, 'Paddle refused a value in the order', { cause: error });
    if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal) {
      throw new AppError('paddle_unavailable', 'Paddle did not return a pay link', { cause: error });
    }
    throw error;
  }
}
