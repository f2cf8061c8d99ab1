/** Converts alerts about orders, risk cases, customers and invoices to facts. */
import { z } from 'zod';
import type {
  ContactChanged,
  Dispute,
  InvoicePaid,
  OneOffPaid,
  OneOffRefunded,
  RiskCase,
} from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CurrencyCode } from '#shared/money.ts';
import {
  AmountText,
  buyerFields,
  buyerOf,
  CheckoutId,
  Email,
  moneyIn,
  moneyNeeded,
  Note,
  nullOnInvalid,
  OrderId,
  PaddleId,
  PageUrl,
  Quantity,
} from './alert-fields.ts';

export const OneOffPayment = z
  .object({
    ...buyerFields,
    order_id: OrderId,
    product_id: PaddleId,
    quantity: Quantity,
    checkout_id: nullOnInvalid(CheckoutId),
    currency: CurrencyCode,
    sale_gross: AmountText,
    payment_tax: AmountText,
    receipt_url: nullOnInvalid(PageUrl),
  })
  .transform(
    (fields, context): OneOffPaid => ({
      type: 'payment_succeeded',
      ref: classicRef('order', fields.order_id),
      productId: fields.product_id,
      quantity: fields.quantity,
      checkoutId: fields.checkout_id,
      amount: moneyNeeded(context, 'sale_gross', fields.currency, fields.sale_gross),
      tax: moneyIn(fields.currency, fields.payment_tax),
      receiptUrl: fields.receipt_url,
      buyer: buyerOf(fields),
    }),
  );

export const OneOffRefund = z
  .object({
    ...buyerFields,
    order_id: OrderId,
    refund_type: z.enum(['full', 'partial', 'vat'], 'is not a kind of refund'),
    currency: CurrencyCode,
    gross_refund: AmountText,
    amount: AmountText,
    refund_reason: Note,
  })
  .transform(
    (fields, context): OneOffRefunded => ({
      type: 'payment_refunded',
      ref: classicRef('order', fields.order_id),
      kind: fields.refund_type,
      amount: moneyNeeded(context, 'gross_refund', fields.currency, fields.gross_refund, fields.amount),
      reason: fields.refund_reason,
      buyer: buyerOf(fields),
    }),
  );

export const disputed = (type: Dispute['type']) =>
  z.object({ ...buyerFields, order_id: OrderId, currency: CurrencyCode, amount: AmountText }).transform(
    (fields, context): Dispute => ({
      type,
      ref: classicRef('order', fields.order_id),
      amount: moneyNeeded(context, 'amount', fields.currency, fields.amount),
      buyer: buyerOf(fields),
    }),
  );

const Verdict = z.enum(['pending', 'accepted', 'rejected'], 'is not a verdict');
const Percentage = z
  .string()
  .regex(/^\d{1,3}(?:\.\d{1,10})?$/)
  .transform(Number)
  .pipe(z.number().max(100));

const riskCase = (type: RiskCase['type'], verdict: z.ZodType<RiskCase['verdict']>) =>
  z
    .object({
      passthrough: z.unknown().optional(),
      case_id: PaddleId,
      status: verdict,
      order_id: nullOnInvalid(OrderId),
      product_id: nullOnInvalid(PaddleId),
      risk_score: nullOnInvalid(Percentage),
      customer_user_id: nullOnInvalid(PaddleId),
      customer_email_address: nullOnInvalid(Email),
    })
    .transform(
      (fields): RiskCase => ({
        type,
        ref: classicRef('case', fields.case_id),
        verdict: fields.status,
        orderId: fields.order_id,
        productId: fields.product_id,
        score: fields.risk_score,
        buyer: buyerOf({
          passthrough: fields.passthrough,
          user_id: fields.customer_user_id,
          email: fields.customer_email_address,
        }),
      }),
    );

/** If the alert for a new case has no valid status, the case is pending. */
export const RiskFound = riskCase('high_risk_transaction_created', Verdict.catch('pending'));
export const RiskJudged = riskCase('high_risk_transaction_updated', Verdict);

export const NewContact = z.object({ user_id: PaddleId, email: Email }).transform(
  (fields): ContactChanged => ({
    type: 'new_audience_member',
    ref: classicRef('customer', fields.user_id),
    email: fields.email,
  }),
);

/**
 * Paddle also sends this alert if only the marketing consent changed. The alert may then contain the address only as
 * the old address.
 */
export const ChangedContact = z
  .object({
    user_id: PaddleId,
    new_customer_email: nullOnInvalid(Email),
    old_customer_email: nullOnInvalid(Email),
  })
  .transform((fields, context): ContactChanged => {
    const email = fields.new_customer_email ?? fields.old_customer_email;
    if (email) return { type: 'update_audience_member', ref: classicRef('customer', fields.user_id), email };
    context.addIssue({ code: 'custom', path: ['new_customer_email'], message: 'is not an e-mail address' });
    return z.NEVER;
  });

const InvoiceId = z.string().regex(/^[\x21-\x7e]{1,48}$/, 'is not an id of an invoice');

export const LegacyInvoicePaid = z.object({ ...buyerFields, payment_id: InvoiceId }).transform(
  (fields): InvoicePaid => ({
    type: 'invoice_paid',
    ref: classicRef('invoice', fields.payment_id),
    buyer: buyerOf(fields),
  }),
);

export const NewInvoicePaid = z.object({ ...buyerFields, invoice_id: InvoiceId }).transform(
  (fields): InvoicePaid => ({
    type: 'invoice_paid_v2',
    ref: classicRef('invoice', fields.invoice_id),
    buyer: buyerOf(fields),
  }),
);
