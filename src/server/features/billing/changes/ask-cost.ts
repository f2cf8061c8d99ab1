/** Asks Paddle what a change would cost. */
import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { ChangePreview } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { AppError } from '#shared/errors.ts';
import { codeOfRefusal } from './paddle-errors.ts';
import type { Wish } from './wish.ts';

/**
 * Returns null for changes that never cost anything. `country` is the customer's, for looking up prices; if it is null,
 * prices of the fallback country are used where the payments show that they are the customer's. Throws an `AppError`:
 * the rule by which Paddle would refuse the change, or `paddle_unavailable` if the cost can't be determined. An unknown
 * cost never becomes 0.
 */
export async function askCost(
  { paddle, settings }: Pick<Deps, 'paddle' | 'settings'>,
  wish: Wish,
  { ref, country }: { ref: PaddleRef; country: string | null },
): Promise<ChangePreview | null> {
  const buyer = { country, fallbackCountry: settings.fallbackCountry };
  try {
    if (wish.billed) {
      return await paddle.previewChange(ref, wish.billed.change, wish.billed.terms, buyer);
    }
    return wish.kind === 'resume' ? await paddle.previewResume(ref, buyer) : null;
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
