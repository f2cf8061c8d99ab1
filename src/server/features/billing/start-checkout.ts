/** Makes the link where a customer pays for a plan. */
import type { AccountView } from '#shared/accounts.ts';
import type { StartCheckout } from '#shared/billing.ts';
import { isSoldPerSeat } from '#shared/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import type { LicenceStatus } from '#shared/licences.ts';
import { productPath } from '#shared/pages.ts';
import type { Deps } from '../../deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '../../platform/paddle/port.ts';
import { checkLicence } from '../licences/check-licence.ts';

/** A second payment would be a mistake while one of these works. What was cancelled or granted may be bought again. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due', 'paused']);

/** Codes of PADDLE.md A4 that the buyer's own entries bring about: coupon, e-mail, VAT number. */
const buyersMistakes = new Set([116, 126, 135]);

/**
 * Paddle's one-time pay link for the plan. Throws `already_licensed` when the customer has a running licence of
 * the product and did not ask for another one; `paddle_unavailable` when Paddle cannot be asked; `invalid_input`
 * when Paddle does not accept the coupon or the VAT number. Nothing is stored: a link that is not paid is nothing.
 */
export async function startCheckout(
  deps: Pick<Deps, 'plans' | 'licences' | 'accounts' | 'paddle' | 'settings' | 'now' | 'log'>,
  { account, order }: { account: AccountView; order: StartCheckout },
): Promise<{ url: string }> {
  const plan = await deps.plans.findById(order.planId);
  if (!plan) throw new AppError('not_found', `no plan ${order.planId}`);
  if (!order.another) {
    const today = dayOf(deps.now());
    const owned = await deps.licences.listForUser(account.id, plan.product);
    const running = owned.some(
      (licence) =>
        renewingStatuses.has(licence.status) && checkLicence(licence, today, deps.settings).status === 'good',
    );
    if (running)
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
      returnUrl: `${deps.settings.appUrl}${productPath[plan.product]}?checkout={checkout_hash}`,
      customerId: account.id,
      customerEmail: account.email,
      customerCountry: account.country,
      customerPostcode: customer?.postalCode ?? null,
      coupon: order.coupon || null,
      vat: order.vat ?? null,
    });
    return { url };
  } catch (error) {
    if (error instanceof PaddleRefusal && buyersMistakes.has(error.paddleCode)) {
      throw new AppError('invalid_input', `Paddle refused the order: ${error.message}`, { cause: error });
    }
    if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal) {
      throw new AppError('paddle_unavailable', 'Paddle gave no pay link', { cause: error });
    }
    throw error;
  }
}
