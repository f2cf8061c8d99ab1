/** What an event is about: the events of one subject are folded together. */
import type { BillingFact } from './projection.ts';

export const subscriptionSubject = (paddleSubscriptionId: number): string =>
  `subscription:${paddleSubscriptionId}`;
export const orderSubject = (orderId: string): string => `order:${orderId}`;
export const caseSubject = (caseId: number): string => `case:${caseId}`;
const customerSubject = (paddleUserId: number): string => `customer:${paddleUserId}`;
const invoiceSubject = (invoiceId: string): string => `invoice:${invoiceId}`;
export const grantSubject = (uuid: string): string => `grant:${uuid}`;

/** Whether something was bought, or given: everything else only tells of a buyer or of something to look at. */
export const isPurchase = (subject: string): boolean => /^(?:subscription|order|grant):/.test(subject);

/** Paddle's number of the buyer that is the subject; null for subjects of another kind. */
export function buyerOf(subject: string): number | null {
  const [, id] = /^customer:(\d{1,16})$/.exec(subject) ?? [];
  return id === undefined ? null : Number(id);
}

/** Paddle's id of the order that is the subject; null for subjects of another kind. */
export const orderIdOf = (subject: string): string | null =>
  subject.startsWith('order:') ? subject.slice('order:'.length) : null;

/** Paddle's id of the subscription that is the subject; null for subjects of another kind. */
export function subscriptionIdOf(subject: string): number | null {
  const [, id] = /^subscription:(\d{1,16})$/.exec(subject) ?? [];
  return id === undefined ? null : Number(id);
}

/** The subject of an alert's fact. Our own events are written down with their subject: null. */
export function subjectOf(fact: BillingFact): string | null {
  switch (fact.type) {
    case 'subscription_created':
    case 'subscription_updated':
    case 'subscription_cancelled':
    case 'subscription_payment_succeeded':
    case 'subscription_payment_failed':
    case 'subscription_payment_refunded':
      return subscriptionSubject(fact.subscriptionId);
    case 'payment_succeeded':
    case 'payment_refunded':
    case 'payment_dispute_created':
    case 'payment_dispute_closed':
      return orderSubject(fact.orderId);
    case 'high_risk_transaction_created':
    case 'high_risk_transaction_updated':
      return caseSubject(fact.caseId);
    case 'new_audience_member':
    case 'update_audience_member':
      return customerSubject(fact.paddleUserId);
    case 'invoice_paid':
    case 'invoice_paid_v2':
      return invoiceSubject(fact.invoiceId);
    default:
      return null;
  }
}
