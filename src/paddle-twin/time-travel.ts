/** Moves the twin's clock, and lets everything happen at its time on the way: renewals, attempts, retries. */

import { dayMs } from '#shared/durations.ts';
import type { Deliveries } from './alerts/deliveries.ts';
import type { Agenda } from './time/agenda.ts';
import type { Clock } from './time/clock.ts';

export interface TimeTravel {
  /** One day after the other; resolves when everything due on the way has been done. */
  advanceDays(days: number): Promise<void>;
  /** Does what is due now; resolves when every delivery that is due has been attempted. */
  runDue(): Promise<void>;
}

/**
 * Alerts leave at their time, and time does not wait for their answers: several are under way at once, as from a real
 * sender. It waits where an answer decides what happens next: at the end of a day, before a visitor's work, before
 * the retry of a retry, and while more alerts wait for a connection than there are connections.
 */
export function createTimeTravel(clock: Clock, agenda: Agenda, deliveries: Deliveries): TimeTravel {
  let last: Promise<void> = Promise.resolve();
  let travellers = 0;

  /** The account's own work up to now, at its own instants; visitors' only where somebody can wait for it. */
  async function runAgenda(): Promise<void> {
    for (let entry = agenda.takeDue(clock.now()); entry; entry = agenda.takeDue(clock.now())) {
      if (entry.isVisitor) await deliveries.settled();
      await entry.work();
    }
  }

  async function runDue(): Promise<void> {
    // Whoever moves the clock runs what is due on the way.
    if (travellers === 0) await runAgenda();
    await deliveries.settled();
  }

  function nextEventAt(): number | null {
    const instants = [agenda.first()?.at ?? null, deliveries.nextAttemptAt()].filter(
      (instant) => instant !== null,
    );
    return instants.length === 0 ? null : Math.min(...instants);
  }

  async function advanceTo(target: number): Promise<void> {
    for (;;) {
      const event = nextEventAt() ?? Number.POSITIVE_INFINITY;
      if (event > target || event > deliveries.latestBeforeSettling()) {
        await deliveries.settled();
        if ((nextEventAt() ?? Number.POSITIVE_INFINITY) > target) break;
      }
      clock.moveTo(Math.min(target, nextEventAt() ?? target));
      await runAgenda();
      deliveries.begin();
      await deliveries.room();
    }
    clock.moveTo(target);
  }

  async function advance(days: number): Promise<void> {
    travellers += 1;
    try {
      for (let day = 0; day < days; day += 1) await advanceTo(clock.now() + dayMs);
    } finally {
      travellers -= 1;
    }
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
