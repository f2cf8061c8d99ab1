/** Makes the twin deliver its outstanding alerts through the portal's regular webhook endpoint. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Shop } from '#scripts/demo/shop.ts';

const patienceMs = 20_000;

export interface Untold {
  /** Number of alerts that the portal didn't accept. The twin retries them within 15 minutes. */
  unsent: number;
  /** Number of alerts that the portal has stored but not yet applied. */
  unapplied: number;
}

/**
 * Sends every alert that is due, and waits until the portal has applied them all, but no longer than 20 s. Returns how
 * many alerts are still unsent and how many are unapplied.
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
