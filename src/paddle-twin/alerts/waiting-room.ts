/** The alerts that wait for an attempt: in time order while they are not due, in the wished order once they are. */

import { minuteMs } from '#shared/durations.ts';
import type { Faults } from '#twin/faults.ts';
import type { Delivery } from '#twin/state/state.ts';

export const retryAfterMs = 15 * minuteMs;

export interface WaitingRoom {
  add(delivery: Delivery): void;
  /** The one to be sent first among those that are due by then, taken out. */
  takeDue(now: number, order: Faults['order']): Delivery | null;
  dueCount(now: number): number;
  /** When the next attempt is due, of those that nobody has found to be due yet. */
  nextAt(): number | null;
}

function isBefore(left: Delivery, right: Delivery, order: Faults['order']): number {
  const asHappened = left.createdAt - right.createdAt || Number(left.alertId) - Number(right.alertId);
  if (order === 'reversed') return -asHappened;
  if (order === 'shuffled') return left.shuffle - right.shuffle || asHappened;
  const rank = ({ name }: Delivery) =>
    order === 'payment_first' && name.endsWith('payment_succeeded') ? 0 : 1;
  return rank(left) - rank(right) || asHappened;
}

export function createWaitingRoom(waiting: readonly Delivery[]): WaitingRoom {
  /** By the time of their next attempt, the latest first, so that those that are due come off its end. */
  const later: Delivery[] = [];
  /** In the order they were asked for last, the first of them at the end. */
  const due: Delivery[] = [];
  let sortedFor: Faults['order'] | null = null;

  function add(delivery: Delivery): void {
    let low = 0;
    for (let high = later.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((later[middle]?.nextAttemptAt ?? 0) >= delivery.nextAttemptAt) low = middle + 1;
      else high = middle;
    }
    later.splice(low, 0, delivery);
  }

  function collect(now: number): void {
    for (let last = later.at(-1); last && last.nextAttemptAt <= now; last = later.at(-1)) {
      due.push(last);
      later.pop();
      sortedFor = null;
    }
  }

  for (const delivery of waiting) add(delivery);
  return {
    add,
    takeDue(now, order) {
      collect(now);
      if (sortedFor !== order) due.sort((left, right) => isBefore(right, left, order));
      sortedFor = order;
      return due.pop() ?? null;
    },
    dueCount(now) {
      collect(now);
      return due.length;
    },
    nextAt: () => later.at(-1)?.nextAttemptAt ?? null,
  };
}
