/** Pays out the seller's earnings. Licences aren't affected. */

import { dayMs } from '#shared/durations.ts';
import { transferFields } from '#twin/alerts/order-alerts.ts';
import { toUsd } from '#twin/catalogue/pricing.ts';
import type { Account } from './account.ts';

/** Pays out the last 30 days of sales, minus taxes, refunds and Paddle's share. */
export function payOut(account: Account): void {
  const since = account.clock.now() - 30 * dayMs;
  const recent = account.state.orders.filter(({ paidAt }) => paidAt > since);
  const cents = recent.reduce((sum, { gross, tax, refunds }) => {
    const given = refunds.reduce((total, { amount }) => total + toUsd(amount).minor, 0);
    return sum + toUsd(gross).minor - toUsd(tax).minor - given;
  }, 0);
  const amount = { minor: Math.max(0, Math.round(cents * 0.95)), currency: 'USD' };
  const payoutId = account.nextId();
  account.tell('transfer_created', null, transferFields(payoutId, amount, 'unpaid'));
  account.tell('transfer_paid', null, transferFields(payoutId, amount, 'paid'));
}
