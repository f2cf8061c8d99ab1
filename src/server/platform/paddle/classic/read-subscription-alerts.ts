/** Converts alerts about subscriptions to facts. */
import { z } from 'zod';
import type {
  PaymentFailed,
  PaymentRefunded,
  PaymentSucceeded,
  SubscriptionCancelled,
  SubscriptionCreated,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { CurrencyCode } from '#shared/money.ts';
import {
  AmountText,
  buyerFields,
  buyerOf,
  CheckoutId,
  Day,
  moneyIn,
  moneyNeeded,
  Note,
  nullOnInvalid,
  OrderId,
  optionalField,
  PaddleId,
  PageUrl,
  Quantity,
  Status,
} from './alert-fields.ts';

/** Paddle sends these URLs only to the primary webhook of the seller's account (docs/paddle-classic.md, D3). */
const pageFields = { update_url: nullOnInvalid(PageUrl), cancel_url: nullOnInvalid(PageUrl) };

const subscriptionFields = { ...buyerFields, subscription_id: PaddleId, subscription_plan_id: PaddleId };

export const Created = z
  .object({
    ...subscriptionFields,
    ...pageFields,
    status: Status,
    quantity: Quantity,
    next_bill_date: Day,
  })
  .transform(
    (fields): SubscriptionCreated => ({
      type: 'subscription_created',
      ref: classicRef('subscription', fields.subscription_id),
      planId: fields.subscription_plan_id,
      status: fields.status,
      quantity: fields.quantity,
      nextBillOn: fields.next_bill_date,
      updateUrl: fields.update_url,
      cancelUrl: fields.cancel_url,
      buyer: buyerOf(fields),
    }),
  );

/** In this alert, `subscription_plan_id` is the new plan, and there is no field named `quantity`. */
export const Updated = z
  .object({
    ...subscriptionFields,
    ...pageFields,
    old_subscription_plan_id: nullOnInvalid(PaddleId),
    status: Status,
    old_status: nullOnInvalid(Status),
    new_quantity: optionalField(Quantity),
    old_quantity: nullOnInvalid(Quantity),
    next_bill_date: optionalField(Day),
    old_next_bill_date: nullOnInvalid(Day),
    paused_from: optionalField(Day),
    paused_reason: nullOnInvalid(z.enum(['delinquent', 'voluntary'])),
  })
  .transform(
    (fields): SubscriptionUpdated => ({
      type: 'subscription_updated',
      ref: classicRef('subscription', fields.subscription_id),
      planId: fields.subscription_plan_id,
      oldPlanId: fields.old_subscription_plan_id,
      status: fields.status,
      oldStatus: fields.old_status,
      quantity: fields.new_quantity ?? null,
      oldQuantity: fields.old_quantity,
      nextBillOn: fields.next_bill_date ?? null,
      oldNextBillOn: fields.old_next_bill_date,
      pausedFrom: fields.paused_from ?? null,
      pausedReason: fields.paused_reason,
      updateUrl: fields.update_url,
      cancelUrl: fields.cancel_url,
      buyer: buyerOf(fields),
    }),
  );

export const Cancelled = z
  .object({
    ...subscriptionFields,
    /** Some alerts leave the quantity empty. Ending a licence doesn't depend on it. */
    quantity: Quantity.catch(1),
    cancellation_effective_date: Day,
  })
  .transform(
    (fields): SubscriptionCancelled => ({
      type: 'subscription_cancelled',
      ref: classicRef('subscription', fields.subscription_id),
      planId: fields.subscription_plan_id,
      quantity: fields.quantity,
      effectiveOn: fields.cancellation_effective_date,
      buyer: buyerOf(fields),
    }),
  );

export const Paid = z
  .object({
    ...subscriptionFields,
    subscription_payment_id: nullOnInvalid(PaddleId),
    status: Status,
    quantity: Quantity,
    next_bill_date: Day,
    order_id: OrderId,
    checkout_id: nullOnInvalid(CheckoutId),
    currency: CurrencyCode,
    sale_gross: AmountText,
    payment_tax: AmountText,
    next_payment_amount: AmountText,
    country: nullOnInvalid(CountryCode),
    receipt_url: nullOnInvalid(PageUrl),
  })
  .transform(
    (fields, context): PaymentSucceeded => ({
      type: 'subscription_payment_succeeded',
      ref: classicRef('subscription', fields.subscription_id),
      paymentId: fields.subscription_payment_id,
      planId: fields.subscription_plan_id,
      status: fields.status,
      quantity: fields.quantity,
      nextBillOn: fields.next_bill_date,
      orderId: fields.order_id,
      checkoutId: fields.checkout_id,
      amount: moneyNeeded(context, 'sale_gross', fields.currency, fields.sale_gross),
      tax: moneyIn(fields.currency, fields.payment_tax),
      nextCharge: moneyIn(fields.currency, fields.next_payment_amount),
      country: fields.country,
      receiptUrl: fields.receipt_url,
      buyer: buyerOf(fields),
    }),
  );

export const Failed = z
  .object({
    ...subscriptionFields,
    ...pageFields,
    subscription_payment_id: nullOnInvalid(PaddleId),
    /** If the alert has no valid status, assume the usual one after a failed payment. */
    status: Status.catch('past_due'),
    order_id: nullOnInvalid(OrderId),
    currency: nullOnInvalid(CurrencyCode),
    amount: AmountText,
    attempt_number: Quantity.catch(1),
    next_retry_date: optionalField(Day),
  })
  .transform(
    (fields): PaymentFailed => ({
      type: 'subscription_payment_failed',
      ref: classicRef('subscription', fields.subscription_id),
      paymentId: fields.subscription_payment_id,
      planId: fields.subscription_plan_id,
      status: fields.status,
      orderId: fields.order_id,
      amount: fields.currency === null ? null : moneyIn(fields.currency, fields.amount),
      attempt: fields.attempt_number,
      nextRetryOn: fields.next_retry_date ?? null,
      updateUrl: fields.update_url,
      cancelUrl: fields.cancel_url,
      buyer: buyerOf(fields),
    }),
  );

export const Refunded = z
  .object({
    ...buyerFields,
    subscription_id: PaddleId,
    subscription_payment_id: nullOnInvalid(PaddleId),
    order_id: OrderId,
    refund_type: z.enum(['full', 'partial', 'vat'], 'is not a kind of refund'),
    currency: CurrencyCode,
    gross_refund: AmountText,
    amount: AmountText,
    refund_reason: Note,
  })
  .transform(
    (fields, context): PaymentRefunded => ({
      type: 'subscription_payment_refunded',
      ref: classicRef('subscription', fields.subscription_id),
      paymentId: fields.subscription_payment_id,
      orderId: fields.order_id,
      kind: fields.refund_type,
      amount: moneyNeeded(context, 'gross_refund', fields.currency, fields.gross_refund, fields.amount),
      reason: fields.refund_reason,
      buyer: buyerOf(fields),
    }),
  );
