/** Reads Paddle's lists in full, for tests with few rows. */
import type { Alert, PaddlePort, PaddleSubscription } from '#server/platform/paddle/port.ts';

export async function wholeHistory(paddle: Pick<PaddlePort, 'alertHistory'>, since: Date): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for await (const batch of paddle.alertHistory(since)) alerts.push(...batch.alerts);
  return alerts;
}

/** Returns each subscription once, with the state last reported for it. */
export async function allSubscriptions(
  paddle: Pick<PaddlePort, 'everySubscription'>,
): Promise<PaddleSubscription[]> {
  const all = new Map<string, PaddleSubscription>();
  for await (const some of paddle.everySubscription()) for (const one of some) all.set(one.ref.id, one);
  return [...all.values()];
}
