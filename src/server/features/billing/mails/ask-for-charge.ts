/** Asks Paddle for the charge that an e-mail announces. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Deps } from '#server/deps.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { secondMs } from '#shared/durations.ts';
import type { Money } from '#shared/money.ts';

/** Milliseconds to wait for Paddle. Without its answer, the e-mail doesn't name the amount. */
const askPaddleMs = 20 * secondMs;

interface AnnouncedCharge {
  /** False if Paddle says that it won't charge the subscription on that day next. */
  isDue: boolean;
  /** Null if Paddle doesn't answer in time. */
  amount: Money | null;
}

/** Returns what Paddle will charge for the subscription on the day `on`. */
export async function askForCharge(
  { paddle }: Pick<Deps, 'paddle'>,
  { ref, on }: { ref: PaddleRef; on: CalendarDate },
): Promise<AnnouncedCharge> {
  const unanswered: AnnouncedCharge = { isDue: true, amount: null };
  const late = wait(askPaddleMs, unanswered, { ref: false });
  const asked = paddle.subscriptions({ ref }).then(
    ([found]): AnnouncedCharge => {
      const next = found?.nextPayment ?? null;
      return { isDue: next?.on === on, amount: next?.amount ?? null };
    },
    () => unanswered,
  );
  return Promise.race([asked, late]);
}
