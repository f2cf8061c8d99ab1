/** Exports the account as Paddle sees it, for comparison with the portal. */

import type { Order, TwinSubscription } from '#twin/state/state.ts';
import type { TruePayment, TrueSubscription, Truth } from '#twin/state/truth.ts';
import type { Account } from './account.ts';
import { refundable } from './refunds.ts';

function refundedOf(order: Order): TruePayment['refunded'] {
  const given = order.refunds.filter(({ kind }) => kind !== 'vat');
  if (given.length === 0) return 'no';
  return given.some(({ kind }) => kind === 'full') || refundable(order).minor === 0 ? 'full' : 'partial';
}

const paymentOf = (account: Account, order: Order): TruePayment => ({
  id: order.paymentId,
  orderId: order.orderId,
  checkoutId: order.checkoutId,
  productId: order.planId,
  quantity: order.quantity,
  amount: order.gross,
  tax: order.tax,
  paidAt: new Date(order.paidAt),
  paidThrough: order.paidThrough,
  receiptUrl: account.receiptUrl(order),
  refunded: refundedOf(order),
  refunds: order.refunds.map((refund) => ({ ...refund, at: new Date(refund.at) })),
  dispute: order.dispute,
});

export const truthOf = (account: Account, one: TwinSubscription): TrueSubscription => ({
  id: one.id,
  userId: one.userId,
  email: one.email,
  passthrough: one.passthrough,
  planId: one.planId,
  status: one.status,
  quantity: one.quantity,
  signedUpAt: new Date(one.startedAt),
  nextBillDate: one.nextBillDate,
  paidThrough: one.paidThrough,
  cancelledOn: one.endsOn,
  pausedFrom: one.pausedFrom,
  pausedReason: one.pausedReason,
  carriedMinor: one.carriedMinor,
  payments: account.ordersOf(one.id).map((order) => paymentOf(account, order)),
});

export function tellTruth(account: Account): Truth {
  const { subscriptions, orders } = account.state;
  return {
    now: new Date(account.clock.now()),
    subscriptions: subscriptions.map((one) => truthOf(account, one)),
    oneOffs: orders
      .filter(({ subscriptionId }) => subscriptionId === null)
      .map((order) => ({
        ...paymentOf(account, order),
        userId: order.userId,
        email: order.email,
        passthrough: order.passthrough,
      })),
  };
}
