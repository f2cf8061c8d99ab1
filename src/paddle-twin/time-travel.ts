/** Moves the twin's clock, and runs renewals, delivery attempts and retries when they are due. */

import { dayMs } from '#shared/durations.ts';
import type { Deliveries } from './alerts/deliveries.ts';
import type { Agenda } from './time/agenda.ts';
import type { Clock } from './time/clock.ts';

export interface TimeTravel {
  /** Advances the clock day by day. Resolves once everything that became due has been done. */
  advanceDays(days: number): Promise<void>;
  /** Runs everything that is due now. Resolves once every due delivery has been attempted. */
  runDue(): Promise<void>;
}

/**
 * Creates the functions that move the clock. As with a real sender, alerts are sent when they are due, several at once,
 * and the clock moves on without waiting for responses. It waits only where a response affects what happens next: at
 * the end of a day, before externally scheduled work, before an attempt in flight could become due again, and while
 * more alerts are due than there are connections.
 */
export function createTimeTravel(clock: Clock, agenda: Agenda, deliveries: Deliveries): TimeTravel {
  let last: Promise<void> = Promise.resolve();
  let travellers = 0;

  /** Runs all due entries in order. Before externally scheduled entries, waits for pending deliveries. */
  async function runAgenda(): Promise<void> {
    for (let entry = agenda.takeDue(clock.now()); entry; entry = agenda.takeDue(clock.now())) {
      if (entry.isVisitor) await deliveries.settled();
      await entry.work();
    }
  }

  async function runDue(): Promise<void> {
    // While the clock is being moved, `advance` already runs the agenda.
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
      // Concurrent calls run one after the other.
      const advanced = last.then(() => advance(days));
      last = advanced.catch(() => undefined);
      return advanced;
    },
  };
}
