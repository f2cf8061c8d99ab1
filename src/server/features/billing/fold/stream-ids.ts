/** What an event is about: the events of one stream are folded together. */
import type { BillingEvent } from './projection.ts';

export const subscriptionStream = (paddleSubscriptionId: number): string =>
  `subscription:${paddleSubscriptionId}`;
export const orderStream = (orderId: string): string => `order:${orderId}`;
export const caseStream = (caseId: number): string => `case:${caseId}`;
const customerStream = (paddleUserId: number): string => `customer:${paddleUserId}`;
const invoiceStream = (invoiceId: string): string => `invoice:${invoiceId}`;
export const grantStream = (uuid: string): string => `grant:${uuid}`;

/** Whether something was bought, or given: everything else only tells of a buyer or of something to look at. */
export const isPurchase = (stream: string): boolean => /^(?:subscription|order|grant):/.test(stream);

/** Paddle's number of the buyer that is the stream; null for streams of another kind. */
export function buyerOf(stream: string): number | null {
  const [, id] = /^customer:(\d{1,16})$/.exec(stream) ?? [];
  return id === undefined ? null : Number(id);
}

/** Paddle's id of the order that is the stream; null for streams of another kind. */
export const orderIdOf = (stream: string): string | null =>
  stream.startsWith('order:') ? stream.slice('order:'.length) : null;

/** Paddle's id of the subscription that is the stream; null for streams of another kind. */
export function subscriptionIdOf(stream: string): number | null {
  const [, id] = /^subscription:(\d{1,16})$/.exec(stream) ?? [];
  return id === undefined ? null : Number(id);
}

/** The stream of an alert's fact. Our own events are written down with their stream: null. */
export function streamOf(fact: BillingEvent): string | null {
  switch (fact.type) {
    case 'subscription_created':
    case 'subscription_updated':
    case 'subscription_cancelled':
    case 'subscription_payment_succeeded':
    case 'subscription_payment_failed':
    case 'subscription_payment_refunded':
      return subscriptionStream(fact.subscriptionId);
    case 'payment_succeeded':
    case 'payment_refunded':
    case 'payment_dispute_created':
    case 'payment_dispute_closed':
      return orderStream(fact.orderId);
    case 'high_risk_transaction_created':
    case 'high_risk_transaction_updated':
      return caseStream(fact.caseId);
    case 'new_audience_member':
    case 'update_audience_member':
      return customerStream(fact.paddleUserId);
    case 'invoice_paid':
    case 'invoice_paid_v2':
      return invoiceStream(fact.invoiceId);
    default:
      return null;
  }
}
