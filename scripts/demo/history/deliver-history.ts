/** Has the twin deliver its outstanding alerts through the portal's own webhook endpoint. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Shop } from '#scripts/demo/shop.ts';

const patienceMs = 20_000;

export interface Untold {
  /** Alerts that the portal didn't accept. The twin retries them within 15 minutes. */
  unsent: number;
  /** Alerts that the portal has stored but not applied yet. */
  unapplied: number;
}

/**
 * Resolves once every due alert has been sent and applied. Stops waiting for the portal after 20 s and returns how many
 * alerts are outstanding.
 */
export async function deliverHistory({
  twin,
  asOperator,
}: Pick<Shop, 'twin' | 'asOperator'>): Promise<Untold> {
  await twin.drain();
  const unsent = twin.deliveries().filter(({ state }) => state === 'waiting').length;
  const unapplied = await asOperator(async ({ events }) => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { pending = 0 } = await events.countByState();
      if (pending === 0 || Date.now() > deadline) return pending;
      await wait(100);
    }
  });
  return { unsent, unapplied };
}
