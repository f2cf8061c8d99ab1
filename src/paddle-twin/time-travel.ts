/** Moves the twin's clock, and lets everything happen at its time on the way: renewals, attempts, retries. */
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Shop } from './shop.ts';

export interface TimeTravel {
  /** One day after the other; resolves when everything due on the way has been done. */
  advanceDays(days: number): Promise<void>;
  /** Does what is due now. */
  runDue(): Promise<void>;
}

const dayMs = 86_400_000;

export function createTimeTravel(clock: Clock, shop: Shop, deliveries: Deliveries): TimeTravel {
  let last: Promise<void> = Promise.resolve();

  async function runDue(): Promise<void> {
    shop.renewDue();
    await deliveries.deliverDue();
  }

  function nextEventAt(): number | null {
    const instants = [shop.nextRenewalAt(), deliveries.nextAttemptAt()].filter((instant) => instant !== null);
    return instants.length === 0 ? null : Math.min(...instants);
  }

  async function advanceTo(target: number): Promise<void> {
    for (let event = nextEventAt(); event !== null && event <= target; event = nextEventAt()) {
      clock.moveTo(event);
      await runDue();
    }
    clock.moveTo(target);
  }

  async function advance(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) await advanceTo(clock.now() + dayMs);
  }

  return {
    runDue,
    advanceDays(days) {
      // Two who move the clock at once move it one after the other.
      const advanced = last.then(() => advance(days));
      last = advanced.catch(() => undefined);
      return advanced;
    },
  };
}
