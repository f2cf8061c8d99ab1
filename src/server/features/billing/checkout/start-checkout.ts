/** Creates the link where a customer pays for a plan. */

import type { Deps } from '#server/deps.ts';
import { newPublicId } from '#server/features/billing/public-id.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { StartCheckout } from '#shared/billing/billing.ts';
import { hadLicences } from '#shared/billing/checkout-return.ts';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import { AppError } from '#shared/errors.ts';
import { productPath } from '#shared/pages.ts';
import { payLinkError } from './pay-link-error.ts';
import { isAnyRunning } from './running-licence.ts';

/**
 * Returns the path of the page to which Paddle sends the buyer after payment, possibly in another tab or browser. The
 * page waits for a licence that isn't among those the customer has now, which are listed in the parameter `had`.
 */
const returnPath = (product: Product, owned: readonly { id: number }[]): string =>
  `${productPath[product]}?checkout={checkout_hash}&had=${hadLicences(owned.map(({ id }) => id))}`;

/**
 * Creates a one-time pay link for the plan. Stores only the company and VAT number, for the receipts, because an unpaid
 * link has no effect. Throws an `AppError`:
 * - `already_licensed` if the customer has a running licence for the product, or a subscription that Paddle may still
 *   charge for, and didn't ask for another one
 * - `plan_not_sold` if the plan has been retired
 * - `coupon_refused`, `vat_postcode_missing` or `email_refused` if Paddle rejects that field
 * - `paddle_unavailable` if Paddle returns no link for any other reason
 */
export async function startCheckout(
  deps: Pick<
    Deps,
    | 'accounts'
    | 'billingDetails'
    | 'licences'
    | 'log'
    | 'now'
    | 'paddle'
    | 'plans'
    | 'settings'
    | 'subscriptions'
  >,
  { account, order }: { account: AccountView; order: StartCheckout },
): Promise<{ url: string }> {
  const plan = await deps.plans.findById(order.planId);
  if (!plan) throw new AppError('not_found', `there is no plan ${order.planId}`);
  if (plan.retiredAt !== null) throw new AppError('plan_not_sold', `plan ${order.planId} is retired`);
  const owned = await deps.licences.listForUser(account.id, plan.product);
  if (!order.another && (await isAnyRunning(deps, owned)))
    throw new AppError(
      'already_licensed',
      `customer ${account.id} already has an active ${plan.product} licence`,
    );
  const customer = await deps.accounts.findById(account.id);
  const billingDetailsId = order.vat ? newPublicId() : undefined;
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
      ...(billingDetailsId === undefined ? {} : { billingDetailsId }),
    });
    if (order.vat && billingDetailsId !== undefined) {
      const { companyName, number: vatNumber } = order.vat;
      const details = { id: billingDetailsId, userId: account.id, companyName, vatNumber };
      // Stored before the customer gets the link, so that a receipt never refers to details that are missing.
      await deps.billingDetails.add({ ...details, givenAt: deps.now() });
    }
    return { url };
  } catch (error) {
    throw payLinkError(error, order.vat ?? null);
  }
}
