/** Schemas for the acts of administrators on a customer's receipts. */
import { z } from 'zod';
import { ReceiptPage } from '#shared/billing/billing.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { RefundProgress } from '#shared/billing/refunds.ts';
import { Money } from '#shared/money.ts';
import { ActOnCustomer, CustomerChoice } from './acts.ts';

const OrderId = z.string().min(1).max(64);

/** A payment of a customer, by Paddle's ID of the order. */
export const PaymentOfCustomer = CustomerChoice.extend({ orderId: OrderId });

/** Paddle receives the reason too. */
export const RefundInput = ActOnCustomer.extend({
  orderId: OrderId,
  /** Made by the form. A request that is sent again with the same ID isn't carried out a second time. */
  requestId: RandomId,
  /** What is refunded, tax included, in the currency of the payment. */
  amount: Money.extend({ minor: z.int().positive() }),
});

export const CustomerReceiptPage = ReceiptPage.extend({
  /** The latest refund that was asked for of each of these receipts, if any was. */
  refunds: z.array(RefundProgress),
});
export type CustomerReceiptPage = z.infer<typeof CustomerReceiptPage>;
