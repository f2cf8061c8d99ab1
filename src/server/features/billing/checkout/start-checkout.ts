/** Makes the link where a customer pays for a plan. */

import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/port.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { StartCheckout } from '#shared/billing/billing.ts';
import { hadLicences } from '#shared/billing/checkout-return.ts';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { productPath } from '#shared/pages.ts';
import { isRunning } from './running-licence.ts';

/**
 * Where the buyer comes back to, in whatever tab or browser: the page there waits for a licence that is none of those
 * there are today.
 */
const returnPath = (product: Product, owned: readonly { id: number }[]): string =>
  `${productPath[product]}?checkout={checkout_hash}&had=${hadLicences(owned.map(({ id }) => id))}`;

/** Which of the buyer's own entries Paddle refuses (docs/paddle-classic.md V2); null when it is not about one of them. */
function refusedEntry({ paddleCode }: PaddleRefusal, { vat }: StartCheckout): ErrorCode | null {
  if (paddleCode === 135) return 'coupon_refused';
  if (paddleCode === 126) return 'email_refused';
  // 116 is a missing argument: of what an order asks for, only a company's postcode may be left empty.
  if (paddleCode === 116 && vat && !vat.postcode) return 'vat_postcode_missing';
  return null;
}

/**
 * Paddle's one-time pay link for the plan. Throws `already_licensed` when the customer has a running licence of
 * the product, or a subscription that goes on at Paddle, and did not ask for another one; `coupon_refused`, `vat_postcode_missing` or `email_refused` when
 * Paddle refuses that entry; `paddle_unavailable` when it gives no link for another reason.
 * Nothing is stored: a link that is not paid is nothing.
 */
export async function startCheckout(
  deps: Pick<Deps, 'plans' | 'licences' | 'accounts' | 'paddle' | 'settings' | 'now' | 'log'>,
  { account, order }: { account: AccountView; order: StartCheckout },
): Promise<{ url: string }> {
  const plan = await deps.plans.findById(order.planId);
  if (!plan) throw new AppError('not_found', `no plan ${order.planId}`);
  const owned = await deps.licences.listForUser(account.id, plan.product);
  if (!order.another) {
    const today = dayOf(deps.now());
    if (owned.some((licence) => isRunning(licence, today, deps.settings)))
      throw new AppError(
        'already_licensed',
        `customer ${account.id} has a running licence of ${plan.product}`,
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
    if (entry) throw new AppError(entry, 'Paddle refused an entry of the order', { cause: error });
    if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal) {
      throw new AppError('paddle_unavailable', 'Paddle gave no pay link', { cause: error });
    }
    throw error;
  }
}
