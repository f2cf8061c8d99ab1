/** Lets the twin tell the portal what it has not told yet, through the portal's own door. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Shop } from '#scripts/demo/shop.ts';

const patienceMs = 20_000;

export interface Untold {
  /** Alerts that the portal did not take: the twin tries again within a quarter of an hour. */
  unsent: number;
  /** Alerts that the portal has stored and is still about to apply. */
  unapplied: number;
}

/** Resolves when everything due has been sent and applied, or with what has not. */
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
