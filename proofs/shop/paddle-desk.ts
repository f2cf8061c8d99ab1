/**
 * Simulates the part of Paddle's vendor API that reconciliation uses: the list of alerts sent and the list of
 * subscriptions.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Cast } from './cast.ts';
import type { AlertForm, PaddleState } from './life.ts';

interface SentAlert {
  id: number;
  form: AlertForm;
}

export interface PaddleDesk {
  /** The simulated API's URL, for the `PADDLE_VENDORS_URL` setting. */
  url: string;
  /** Adds these alerts to the history of alerts that the API returns. */
  sent(alerts: readonly SentAlert[]): void;
  /** Adds a buyer's subscriptions to those that the API returns. */
  has(cast: Cast, states: readonly PaddleState[]): void;
  /** Returns how many times the portal has asked Paddle to cancel this subscription. */
  cancelled(subscriptionId: number): number;
  close(): Promise<void>;
}

const dollars = (cents: number) => cents / 100;

function subscriptionRow(cast: Cast, state: PaddleState) {
  const last = state.orders.at(-1);
  const renews = state.status !== 'paused' && state.status !== 'deleted';
  return {
    subscription_id: state.subscriptionId,
    plan_id: state.plan.id,
    user_id: cast.paddleUserId,
    user_email: cast.email,
    marketing_consent: false,
    state: state.status,
    signup_date: `${state.signedUpOn} 09:14:00`,
    quantity: state.quantity,
    ...(last ? { last_payment: { amount: dollars(last.gross), currency: 'USD', date: last.paidOn } } : {}),
    ...(renews
      ? {
          next_payment: {
            amount: dollars(state.plan.unitPrice * state.quantity),
            currency: 'USD',
            date: state.nextBillOn,
          },
        }
      : {}),
    ...(state.pausedFrom === null
      ? {}
      : { paused_from: `${state.pausedFrom} 00:00:00`, paused_reason: state.pausedReason ?? 'voluntary' }),
    update_url: 'https://checkout.example.test/subscription/update',
    cancel_url: 'https://checkout.example.test/subscription/cancel',
  };
}

const historyRow = ({ id, form }: SentAlert) => ({
  id,
  alert_name: form.alert_name,
  status: 'failed',
  created_at: form.event_time,
  updated_at: form.event_time,
  attempts: 288,
  fields: { ...form, alert_id: String(id) },
});

/** Starts the simulated API on a free port. */
export async function openPaddleDesk(): Promise<PaddleDesk> {
  const history: SentAlert[] = [];
  const subscriptions = new Map<number, { cast: Cast; state: PaddleState }>();
  const cancellations = new Map<number, number>();

  function pageOf<T>(rows: readonly T[], page: number, size: number): T[] {
    return rows.slice((page - 1) * size, page * size);
  }

  function answer(path: string, asked: URLSearchParams): unknown {
    const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
    if (path === '/alert/webhooks') {
      const size = number('alerts_per_page', 10);
      const [tail, head] = [asked.get('query_tail') ?? '', asked.get('query_head') ?? '9999'];
      const found = history.filter(({ form }) => {
        const at = form.event_time ?? '';
        return at >= tail && at <= head;
      });
      const data = pageOf(found, number('page', 1), size).map(historyRow);
      return { current_page: number('page', 1), total_pages: Math.ceil(found.length / size) || 1, data };
    }
    if (path === '/subscription/users') {
      const wantsDeleted = asked.get('state') === 'deleted';
      const rows = [...subscriptions.values()]
        .filter(({ state }) => (state.status === 'deleted') === wantsDeleted)
        .filter(({ state }) => number('subscription_id', state.subscriptionId) === state.subscriptionId);
      return pageOf(rows, number('page', 1), number('results_per_page', 100)).map(({ cast, state }) =>
        subscriptionRow(cast, state),
      );
    }
    if (path === '/subscription/users_cancel') {
      const id = number('subscription_id', 0);
      cancellations.set(id, (cancellations.get(id) ?? 0) + 1);
      return {};
    }
    if (path === '/subscription/payments') {
      const id = number('subscription_id', 0);
      const orders = number('offset', 0) > 0 ? [] : (subscriptions.get(id)?.state.orders ?? []);
      return orders.map((order) => ({
        id: order.paymentId,
        subscription_id: id,
        amount: dollars(order.gross),
        currency: 'USD',
        payout_date: order.paidOn,
        is_paid: 1,
        is_one_off_charge: 0,
        receipt_url: order.receiptUrl,
      }));
    }
    return null;
  }

  async function respond(req: IncomingMessage): Promise<string> {
    const response = answer(req.url ?? '', new URLSearchParams(await text(req)));
    return JSON.stringify(
      response === null
        ? { success: false, error: { code: 101, message: 'Bad method call' } }
        : { success: true, response },
    );
  }

  const server = createServer((req, res) => {
    respond(req).then(
      (body) => res.setHeader('content-type', 'application/json').end(body),
      (error: unknown) => res.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cancelled: (subscriptionId) => cancellations.get(subscriptionId) ?? 0,
    sent: (alerts) => void history.push(...alerts),
    has(cast, states) {
      for (const state of states) subscriptions.set(state.subscriptionId, { cast, state });
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
