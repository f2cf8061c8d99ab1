/** Implements `alert/webhooks`: the alerts of the last 90 days, whether they arrived or not. */

import { secondMs } from '#shared/durations.ts';
import type { Account } from '#twin/account/account.ts';
import { timeText } from '#twin/alerts/common-fields.ts';
import { historyMs } from '#twin/alerts/write-alert.ts';
import type { Delivery } from '#twin/state/state.ts';
import { type Fields, instantIn, numberIn, pageOf } from './fields.ts';

/** Fields that are text in alerts but numbers in the history. */
const numbers =
  /^(?:marketing_consent|quantity|(?:new|old)_quantity|instalments|initial_payment|attempt_number|subscription_id|subscription_plan_id|old_subscription_plan_id|subscription_payment_id|user_id|product_id|case_id|payout_id)$/;

function fieldsOf(delivery: Delivery): Record<string, string | number> {
  // Left out, because the row itself contains these two.
  const { alert_id: _id, alert_name: _name, ...fields } = delivery.fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      numbers.test(name) && /^\d+$/.test(value) ? Number(value) : value,
    ]),
  );
}

function rowOf(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  // A lost alert was acknowledged by a proxy on the way, so Paddle considers it delivered.
  const hasArrived = delivery.state === 'delivered' || delivery.state === 'lost';
  return {
    id: Number(delivery.alertId),
    alert_name: delivery.name,
    status: hasArrived ? 'success' : 'fail',
    created_at: timeText(delivery.createdAt),
    updated_at: timeText(last?.at ?? delivery.createdAt),
    attempts: delivery.state === 'lost' ? 1 : delivery.attempts.length,
    fields: fieldsOf(delivery),
  };
}

/** Returns one page of alerts, newest first. Leaves out simulated alerts and duplicates. */
export function listAlerts(account: Account, deliveries: readonly Delivery[], fields: Fields) {
  const now = account.clock.now();
  const head = instantIn(fields, 'query_head') ?? now;
  const tail = Math.max(instantIn(fields, 'query_tail') ?? 0, now - historyMs);
  const page = numberIn(fields, 'page') ?? 1;
  const size = numberIn(fields, 'alerts_per_page', { max: 1_000 }) ?? 10;
  const found = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    const second = Math.floor(delivery.createdAt / secondMs) * secondMs;
    if (!delivery.isSimulated && second >= tail && second <= head && !found.has(delivery.alertId))
      found.set(delivery.alertId, delivery);
  }
  const rows = [...found.values()].sort(
    (left, right) => right.createdAt - left.createdAt || Number(right.alertId) - Number(left.alertId),
  );
  return {
    current_page: page,
    total_pages: Math.max(1, Math.ceil(rows.length / size)),
    alerts_per_page: size,
    total_alerts: rows.length,
    query_head: timeText(head),
    data: pageOf(rows, { page, size }).map(rowOf),
  };
}
