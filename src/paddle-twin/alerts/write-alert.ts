/** An alert as it is handed to the sender: with its id, its time, and whatever the faults make of it. */
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Delivery } from '../state.ts';
import type { Store } from '../store.ts';
import { type Fields, timeText } from './common-fields.ts';
import { nonsenseOf } from './nonsense.ts';

const dayMs = 86_400_000;
/** Paddle's own history reaches back 90 days. */
export const historyMs = 90 * dayMs;

const pruned = new WeakMap<Store, number>();

/** Once a day of the twin's is often enough. */
function forgetOld(store: Store, now: number): void {
  if (now - (pruned.get(store) ?? 0) < dayMs) return;
  pruned.set(store, now);
  const { state } = store;
  state.deliveries = state.deliveries.filter(
    (old) => old.state === 'waiting' || old.createdAt > now - historyMs,
  );
}

/** Puts the alert into the history, and its duplicates and its nonsense beside it; gives all of them back. */
export function writeAlert(
  name: string,
  subscriptionId: number | null,
  fields: Fields,
  parts: { store: Store; clock: Clock; random: Random; faults: Faults },
): Delivery[] {
  const { store, random, faults } = parts;
  const createdAt = parts.clock.now();
  forgetOld(store, createdAt);

  const write = (alertId: string, content: Fields, isSimulated: boolean, isLost: boolean): Delivery => ({
    alertId,
    name,
    subscriptionId,
    createdAt,
    fields: { ...content, alert_id: alertId, alert_name: name, event_time: timeText(createdAt) },
    state: isLost ? 'lost' : 'waiting',
    nextAttemptAt: createdAt + Math.round(random.next() * faults.delayDays * dayMs),
    attempts: [],
    isSimulated,
    shuffle: random.next(),
  });

  const alertId = String(store.nextId());
  const isLost = random.next() < faults.lose;
  const alerts = [write(alertId, fields, false, isLost)];
  if (faults.duplicate !== 'no' && !isLost) {
    const secondId = faults.duplicate === 'same_id' ? alertId : String(store.nextId());
    alerts.push(write(secondId, fields, false, false));
  }
  if (faults.nonsense) {
    const simulatedId = String(1_000_000_000 + Math.floor(random.next() * 1_000_000_000));
    alerts.push(write(simulatedId, nonsenseOf(fields, random), true, false));
  }
  store.state.deliveries.push(...alerts);
  return alerts;
}
