/**
 * Delivers alerts to the webhook under Paddle's rules: a delivery succeeds if the webhook returns HTTP 200 within 10 s.
 * Otherwise it is retried every 15 minutes for 3 days.
 */

import { dayMs } from '#shared/durations.ts';
import type { Faults } from '#twin/faults.ts';
import type { Random } from '#twin/random.ts';
import type { Delivery } from '#twin/state/state.ts';
import type { Store } from '#twin/state/store.ts';
import type { Clock } from '#twin/time/clock.ts';
import { createFormPoster } from './post-form.ts';
import type { Signer } from './signer.ts';
import { createWaitingRoom, retryAfterMs } from './waiting-room.ts';
import { alertWriter } from './write-alert.ts';

const answerWithinMs = 10_000;
const giveUpAfterMs = 3 * dayMs;

export interface Webhook {
  url: string | null;
  faults: Faults;
  /** Response timeout in milliseconds of real time. */
  answerWithinMs?: number;
  /** Maximum number of alerts in flight. */
  connections: number;
}

export interface Deliveries {
  /** Creates an alert and queues it for sending. */
  enqueue(name: string, subscriptionId: number | null, fields: Record<string, string>): void;
  /**
   * Starts the attempts that are due, as many as the connection limit allows. The others follow as connections become
   * free.
   */
  begin(): void;
  /**
   * Resolves once fewer alerts are due than `connections` allows in flight. Waiting for it lets the receiver keep up.
   */
  room(): Promise<void>;
  /** Resolves once every due attempt has been made and has a result. */
  settled(): Promise<void>;
  /**
   * Returns when the next attempt becomes due, not counting those already due; null if there is none or sending is
   * blocked.
   */
  nextAttemptAt(): number | null;
  /**
   * Returns the latest instant to which the clock may move before the retries in flight have finished. After it, their
   * next retries could be due.
   */
  latestBeforeSettling(): number;
  /** Starts no further attempts, and resolves once those in flight are finished. */
  stop(): Promise<void>;
}

export function createDeliveries(
  store: Store,
  parts: { clock: Clock; signer: Signer; random: Random; webhook: Webhook },
): Deliveries {
  const { clock, signer, random, webhook } = parts;
  const poster = createFormPoster(webhook.answerWithinMs ?? answerWithinMs);
  const writeAlert = alertWriter({ store, clock, random, faults: webhook.faults });
  const waiting = createWaitingRoom(store.state.deliveries.filter(({ state }) => state === 'waiting'));
  const inProgress = new Map<Delivery, { at: number; over: Promise<void> }>();
  /** Caches signed bodies, so that each alert is signed only once, however often it is sent. */
  const bodies = new WeakMap<Delivery, Promise<string>>();
  let stopped = false;

  const blocked = () => stopped || webhook.faults.hold || webhook.url === null;

  function bodyOf(delivery: Delivery): Promise<string> {
    const signed = bodies.get(delivery) ?? signer.signBeside(delivery.fields);
    bodies.set(delivery, signed);
    return signed;
  }

  async function attempt(delivery: Delivery, url: string, at: number): Promise<void> {
    const answer = await poster.post(url, await bodyOf(delivery));
    delivery.attempts.push({ at, ...answer });
    const firstAt = delivery.attempts[0]?.at ?? at;
    if (answer.status === 200) {
      delivery.state = 'delivered';
    } else if (at + retryAfterMs > firstAt + giveUpAfterMs) {
      delivery.state = 'given_up';
    } else {
      delivery.nextAttemptAt = at + retryAfterMs;
      waiting.add(delivery);
    }
    store.changed();
  }

  function begin(): void {
    while (webhook.url !== null && !blocked() && inProgress.size < webhook.connections) {
      const delivery = waiting.takeDue(clock.now(), webhook.faults.order);
      if (!delivery) return;
      const at = clock.now();
      const over = attempt(delivery, webhook.url, at).finally(() => {
        inProgress.delete(delivery);
        begin();
      });
      inProgress.set(delivery, { at, over });
    }
  }

  const anyOver = () => Promise.race([...inProgress.values()].map(({ over }) => over));

  return {
    enqueue(name, subscriptionId, fields) {
      for (const alert of writeAlert(name, subscriptionId, fields)) {
        if (alert.state === 'waiting') waiting.add(alert);
      }
      store.changed();
      // Deferred, so that alerts created together are all queued before the first is sent.
      setImmediate(begin);
    },

    begin,

    async room() {
      while (!blocked() && waiting.dueCount(clock.now()) >= webhook.connections && inProgress.size > 0) {
        await anyOver();
      }
    },

    async settled() {
      for (begin(); inProgress.size > 0; begin()) await anyOver();
    },

    nextAttemptAt: () => (blocked() ? null : waiting.nextAt()),

    latestBeforeSettling() {
      const retries = [...inProgress].filter(([delivery]) => delivery.attempts.length > 0);
      return Math.min(...retries.map(([, { at }]) => at + retryAfterMs));
    },

    async stop() {
      stopped = true;
      await Promise.all([...inProgress.values()].map(({ over }) => over));
      poster.close();
    },
  };
}
