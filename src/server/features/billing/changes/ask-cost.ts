/** Asks Paddle what a change would cost. */
import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { ChangePreview } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { AppError } from '#shared/errors.ts';
import { codeOfRefusal } from './paddle-errors.ts';
import type { Wish } from './wish.ts';

/**
 * Returns null for changes that never cost anything. `country` is the customer's, for looking up prices; null if it is
 * unknown. Throws an `AppError`: the rule by which Paddle would refuse the change, or `paddle_unavailable` if the cost
 * can't be determined. An unknown cost never becomes 0.
 */
export async function askCost(
  { paddle }: Pick<Deps, 'paddle'>,
  wish: Wish,
  { ref, country }: { ref: PaddleRef; country: string | null },
): Promise<ChangePreview | null> {
  try {
    if (wish.billed) {
      return await paddle.previewChange(ref, wish.billed.change, wish.billed.terms, { country });
    }
    return wish.kind === 'resume' ? await paddle.previewResume(ref, { country }) : null;
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
