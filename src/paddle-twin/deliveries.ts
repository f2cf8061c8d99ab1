/** Sends alerts to the webhook under Paddle's rules: HTTP 200 within 10 s, else again every 15 minutes for 3 days. */
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Signer } from './signer.ts';
import type { Delivery } from './state.ts';
import type { Store } from './store.ts';

const answerWithinMs = 10_000;
const retryAfterMs = 15 * 60_000;
const giveUpAfterMs = 3 * 86_400_000;
/** Paddle's own history reaches back 90 days. */
const historyMs = 90 * 86_400_000;

export interface Webhook {
  url: string | null;
  faults: Faults;
  /** How long an answer may take, in real milliseconds. */
  answerWithinMs?: number;
}

export interface Deliveries {
  /** Signs the alert and sends it as soon as it may be sent. */
  enqueue(name: string, subscriptionId: number, fields: Record<string, string>): void;
  /** Makes every attempt that is due, one after the other. */
  deliverDue(): Promise<void>;
  /** When the next attempt is due; null when there is none, or none may be made. */
  nextAttemptAt(): number | null;
  /** Makes no attempt any more; resolves when the last one is over. */
  stop(): Promise<void>;
}

const eventTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

function isBefore(left: Delivery, right: Delivery, order: Faults['order']): number {
  const asHappened = left.createdAt - right.createdAt || Number(left.alertId) - Number(right.alertId);
  if (order === 'reversed') return -asHappened;
  const rank = ({ name }: Delivery) =>
    order === 'payment_first' && name === 'subscription_payment_succeeded' ? 0 : 1;
  return rank(left) - rank(right) || asHappened;
}

export function createDeliveries(store: Store, clock: Clock, signer: Signer, webhook: Webhook): Deliveries {
  const { state } = store;
  let running: Promise<void> | null = null;
  let stopped = false;

  const blocked = () => stopped || webhook.faults.hold || webhook.url === null;
  const waiting = () => state.deliveries.filter((delivery) => delivery.state === 'waiting');
  const nextDue = () =>
    blocked()
      ? undefined
      : waiting()
          .filter((delivery) => delivery.nextAttemptAt <= clock.now())
          .sort((left, right) => isBefore(left, right, webhook.faults.order))[0];

  async function post(body: string): Promise<{ status: number | null; problem: string | null }> {
    try {
      const response = await fetch(webhook.url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'PaddleTwin/1.0' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(webhook.answerWithinMs ?? answerWithinMs),
      });
      await response.body?.cancel();
      return { status: response.status, problem: null };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { status: null, problem: String(cause) };
    }
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const at = clock.now();
    const answer = await post(delivery.body);
    delivery.attempts.push({ at, ...answer });
    // A delivery that this attempt brought home stays so, whatever a later answer would be.
    if (answer.status === 200) {
      delivery.state = 'delivered';
    } else {
      delivery.nextAttemptAt = at + retryAfterMs;
      if (delivery.nextAttemptAt > (delivery.attempts[0]?.at ?? at) + giveUpAfterMs)
        delivery.state = 'given_up';
    }
    store.changed();
  }

  async function deliverAll(): Promise<void> {
    for (let delivery = nextDue(); delivery; delivery = nextDue()) await attempt(delivery);
  }

  function deliverDue(): Promise<void> {
    running ??= deliverAll().finally(() => {
      running = null;
    });
    return running;
  }

  function add(name: string, subscriptionId: number, fields: Record<string, string>, alertId: string): void {
    const createdAt = clock.now();
    const body = signer.sign({
      ...fields,
      alert_id: alertId,
      alert_name: name,
      event_time: eventTime(createdAt),
    });
    state.deliveries.push({
      alertId,
      name,
      subscriptionId,
      createdAt,
      body,
      state: 'waiting',
      nextAttemptAt: createdAt,
      attempts: [],
    });
  }

  return {
    enqueue(name, subscriptionId, fields) {
      const oldest = clock.now() - historyMs;
      state.deliveries = state.deliveries.filter((old) => old.state === 'waiting' || old.createdAt > oldest);
      const alertId = String(store.nextId());
      add(name, subscriptionId, fields, alertId);
      const { duplicate } = webhook.faults;
      if (duplicate !== 'no') {
        add(name, subscriptionId, fields, duplicate === 'same_id' ? alertId : String(store.nextId()));
      }
      store.changed();
      // Later in this turn: alerts that happen together are made before the first is sent.
      setImmediate(deliverDue);
    },

    deliverDue,

    nextAttemptAt() {
      if (blocked()) return null;
      const instants = waiting().map((delivery) => delivery.nextAttemptAt);
      return instants.length === 0 ? null : Math.min(...instants);
    },

    async stop() {
      stopped = true;
      await running;
    },
  };
}
