/** Creates alerts with an ID and a time, and applies the faults to them. */

import { dayMs } from '#shared/durations.ts';
import type { Faults } from '#twin/faults.ts';
import type { Random } from '#twin/random.ts';
import type { Delivery } from '#twin/state/state.ts';
import type { Store } from '#twin/state/store.ts';
import type { Clock } from '#twin/time/clock.ts';
import { type Fields, timeText } from './common-fields.ts';
import { nonsenseOf } from './nonsense.ts';

/** Paddle's history covers 90 days. */
export const historyMs = 90 * dayMs;

export type AlertWriter = (name: string, subscriptionId: number | null, fields: Fields) => Delivery[];

/**
 * Returns a function that creates an alert, together with the duplicates and simulated alerts that the faults call for.
 * It adds them all to the history and returns them.
 */
export function alertWriter(parts: {
  store: Store;
  clock: Clock;
  random: Random;
  faults: Faults;
}): AlertWriter {
  const { store, clock, random, faults } = parts;
  const { state } = store;
  let forgotAt = 0;

  /** Deletes alerts that are older than the history, at most once per day of the twin's clock. */
  function forgetOld(now: number): void {
    if (now - forgotAt < dayMs) return;
    forgotAt = now;
    state.deliveries = state.deliveries.filter(
      (old) => old.state === 'waiting' || old.createdAt > now - historyMs,
    );
  }

  return (name, subscriptionId, fields) => {
    const createdAt = clock.now();
    forgetOld(createdAt);
    const write = (alertId: string, content: Fields, kind: 'real' | 'lost' | 'simulated'): Delivery => ({
      alertId,
      name,
      subscriptionId,
      createdAt,
      fields: { ...content, alert_id: alertId, alert_name: name, event_time: timeText(createdAt) },
      state: kind === 'lost' ? 'lost' : 'waiting',
      nextAttemptAt: createdAt + Math.round(random.next() * faults.delayDays * dayMs),
      attempts: [],
      isSimulated: kind === 'simulated',
      shuffle: random.next(),
    });

    const alertId = String(store.nextId());
    const isLost = random.next() < faults.lose;
    const alerts = [write(alertId, fields, isLost ? 'lost' : 'real')];
    if (faults.duplicate !== 'no' && !isLost) {
      const secondId = faults.duplicate === 'same_id' ? alertId : String(store.nextId());
      alerts.push(write(secondId, fields, 'real'));
    }
    if (faults.nonsense) {
      const simulatedId = String(1_000_000_000 + Math.floor(random.next() * 1_000_000_000));
      alerts.push(write(simulatedId, nonsenseOf(fields, random), 'simulated'));
    }
    state.deliveries.push(...alerts);
    return alerts;
  };
}
