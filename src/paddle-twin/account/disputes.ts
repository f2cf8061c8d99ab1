/** Handles disputes raised by banks, and payments that Paddle suspects of fraud. Neither ends a subscription. */
import { disputeFields, riskFields } from '#twin/alerts/order-alerts.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { Order, RiskCase } from '#twin/state/state.ts';
import type { Account } from './account.ts';

const subscriptionOf = (account: Account, { subscriptionId }: Order) =>
  subscriptionId === null ? null : account.subscription(subscriptionId);

/** Opens a dispute, in which the buyer's bank takes the money back. Does nothing if one is already open. */
export function openDispute(account: Account, order: Order): Outcome {
  if (order.dispute === 'open') return done;
  order.dispute = 'open';
  account.tell('payment_dispute_created', subscriptionOf(account, order), disputeFields(order, 'open'));
  return done;
}

/** Closes a dispute, whatever its outcome. Refuses (110) if none is open. */
export function closeDispute(account: Account, order: Order): Outcome {
  if (order.dispute !== 'open') return refused(110);
  order.dispute = 'closed';
  account.tell('payment_dispute_closed', subscriptionOf(account, order), disputeFields(order, 'closed'));
  return done;
}

export function openRiskCase(account: Account, order: Order): RiskCase {
  const riskCase: RiskCase = {
    id: account.nextId(),
    orderId: order.orderId,
    score: Math.round((50 + account.random.next() * 50) * 100) / 100,
    createdAt: account.clock.now(),
    verdict: 'pending',
  };
  account.state.riskCases.push(riskCase);
  account.tell('high_risk_transaction_created', null, riskFields(order, riskCase));
  return riskCase;
}

export function decideRiskCase(account: Account, id: number, verdict: 'accepted' | 'rejected'): Outcome {
  const riskCase = account.state.riskCases.find((known) => known.id === id);
  const order = riskCase && account.order(riskCase.orderId);
  if (!riskCase || !order) return refused(110);
  riskCase.verdict = verdict;
  account.tell('high_risk_transaction_updated', null, riskFields(order, riskCase));
  return done;
}
