/** Asks Paddle what a change would cost. */
import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { ChangePreview } from '#server/platform/paddle/port.ts';
import { AppError } from '#shared/errors.ts';
import { codeOfRefusal } from './paddle-errors.ts';
import { countryOfPayments } from './payment-country.ts';
import type { Wish } from './wish.ts';

/**
 * Returns null for changes that never cost anything. Prices are looked up where the subscription was
 * paid, because it is charged in the currency of that country. `country` is the customer's, for payments whose country
 * is unknown; if it is null too, prices of the fallback country are used where the payments show that they are the
 * customer's. Throws an `AppError`: the rule by which Paddle would refuse the change, or `paddle_unavailable` if the
 * cost can't be determined. An unknown cost never becomes 0.
 */
export async function askCost(
  deps: Pick<Deps, 'events' | 'paddle' | 'settings'>,
  wish: Wish,
  { subscription, country }: { subscription: Pick<Subscription, 'ref' | 'stream'>; country: string | null },
): Promise<ChangePreview | null> {
  if (!wish.billed && wish.kind !== 'resume') return null;
  const { paddle, settings } = deps;
  const { ref } = subscription;
  const paymentCountry = await countryOfPayments(deps, subscription);
  const buyer = { paymentCountry, country, fallbackCountry: settings.fallbackCountry };
  try {
    if (wish.billed) {
      return await paddle.previewChange(ref, wish.billed.change, wish.billed.terms, buyer);
    }
    return await paddle.previewResume(ref, buyer);
  } catch (error) {
    if (error instanceof PaddleRefusal) {
      throw new AppError(codeOfRefusal(error), 'Paddle would refuse the change', { cause: error });
    }
    if (error instanceof PaddleUnavailable) {
      throw new AppError('paddle_unavailable', 'the cost of a change is unknown', { cause: error });
    }
    throw error;
  }
}
