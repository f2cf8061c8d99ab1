/**
 * Queues alerts until their next attempt. Alerts that aren't due yet are sorted by time; those that are due are sorted
 * as the `order` fault requires.
 */

import { minuteMs } from '#shared/durations.ts';
import type { Faults } from '#twin/faults.ts';
import type { Delivery } from '#twin/state/state.ts';

export const retryAfterMs = 15 * minuteMs;

export interface WaitingRoom {
  add(delivery: Delivery): void;
  /** Removes and returns the first alert that is due by `now`, or null. */
  takeDue(now: number, order: Faults['order']): Delivery | null;
  dueCount(now: number): number;
  /**
   * Returns when the next alert becomes due; null if there is none. Ignores alerts that earlier calls have already
   * found to be due.
   */
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
  /**
   * Alerts that aren't due yet, sorted by next attempt with the latest first, so that due ones can be popped off the
   * end.
   */
  const later: Delivery[] = [];
  /** Alerts that are due, in the order last requested. Reversed, so that the first one can be popped off the end. */
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
