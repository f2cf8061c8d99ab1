/** A valid alert of every kind that yields a fact, with that fact. */
import { z } from 'zod';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { classicRef, type PaddleKind } from '#server/platform/paddle/reference.ts';
import { CalendarDate, parseDay } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

const day = (text: string): CalendarDate => CalendarDate.parse(text);

const common = {
  alert_id: '1790992',
  event_time: '2026-11-23 15:01:13',
  email: 'amelie@example.com',
  marketing_consent: '0',
  passthrough: writePassthrough(7),
  p_signature: 'c2lnbmVk',
};
const ofSubscription = {
  ...common,
  subscription_id: '264546',
  subscription_plan_id: '29418',
  user_id: '176032',
  checkout_id: '675737-chre19a993fdd63-1c4273c652',
  currency: 'EUR',
};
const pages = {
  update_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/update',
  cancel_url: 'https://pay.example.com/subscription/264546/hash/ea6e498c/cancel',
};
const refund = {
  order_id: '317366-1864142',
  amount: '25.00',
  gross_refund: '25',
  tax_refund: '4.17',
  fee_refund: '1.75',
  earnings_decrease: '19.08',
  balance_currency: 'GBP',
  balance_gross_refund: '21.3',
  balance_earnings_decrease: '-3.56',
  refund_type: 'full',
  refund_reason: 'Bought twice',
  quantity: '12',
};
const receipt = 'https://my.example.com/receipt/317366-1864142/675737';

const buyer = { billableId: 7, paddleUserId: 176_032, email: 'amelie@example.com' };
const buyerWithoutId = { ...buyer, paddleUserId: null };
const eur = (minor: number): Money => ({ minor, currency: 'EUR' });

export interface Sample {
  payload: Readonly<Record<string, string>>;
  fact: PaddleFact;
}

export const samples = {
  subscription_created: {
    payload: {
      ...ofSubscription,
      ...pages,
      alert_name: 'subscription_created',
      status: 'active',
      quantity: '12',
      unit_price: '7.00',
      next_bill_date: '2026-12-23',
      linked_subscriptions: '',
      source: '',
    },
    fact: {
      type: 'subscription_created',
      ref: classicRef('subscription', 264_546),
      planId: 29_418,
      status: 'active',
      quantity: 12,
      nextBillOn: day('2026-12-23'),
      updateUrl: pages.update_url,
      cancelUrl: pages.cancel_url,
      buyer,
    },
  },
  subscription_updated: {
    payload: {
      ...ofSubscription,
      ...pages,
      alert_name: 'subscription_updated',
      subscription_plan_id: '29419',
      old_subscription_plan_id: '29418',
      status: 'active',
      old_status: 'past_due',
      new_quantity: '15',
      old_quantity: '12',
      new_price: '105.00',
      old_price: '84',
      new_unit_price: '7.00',
      old_unit_price: '7.00',
      next_bill_date: '2026-12-23',
      old_next_bill_date: '2026-11-23',
      paused_at: '2026-11-23 15:01:13',
      paused_from: '2026-12-23 00:00:00',
      paused_reason: 'voluntary',
    },
    fact: {
      type: 'subscription_updated',
      ref: classicRef('subscription', 264_546),
      planId: 29_419,
      oldPlanId: 29_418,
      status: 'active',
      oldStatus: 'past_due',
      quantity: 15,
      oldQuantity: 12,
      nextBillOn: day('2026-12-23'),
      oldNextBillOn: day('2026-11-23'),
      pausedFrom: day('2026-12-23'),
      pausedReason: 'voluntary',
      updateUrl: pages.update_url,
      cancelUrl: pages.cancel_url,
      buyer,
    },
  },
  subscription_cancelled: {
    payload: {
      ...ofSubscription,
      alert_name: 'subscription_cancelled',
      status: 'deleted',
      quantity: '12',
      unit_price: '7.00',
      cancellation_effective_date: '2026-12-23',
    },
    fact: {
      type: 'subscription_cancelled',
      ref: classicRef('subscription', 264_546),
      planId: 29_418,
      quantity: 12,
      effectiveOn: day('2026-12-23'),
      buyer,
    },
  },
  subscription_payment_succeeded: {
    payload: {
      ...ofSubscription,
      alert_name: 'subscription_payment_succeeded',
      subscription_payment_id: '5567',
      order_id: '317366-1864142',
      status: 'active',
      quantity: '12',
      next_bill_date: '2026-12-23',
      next_payment_amount: '25.00',
      initial_payment: 'false',
      instalments: '7',
      sale_gross: '25',
      payment_tax: '4.17',
      balance_earnings: '23.25',
      receipt_url: receipt,
    },
    fact: {
      type: 'subscription_payment_succeeded',
      ref: classicRef('subscription', 264_546),
      paymentId: 5_567,
      planId: 29_418,
      status: 'active',
      quantity: 12,
      nextBillOn: day('2026-12-23'),
      orderId: '317366-1864142',
      checkoutId: ofSubscription.checkout_id,
      amount: eur(2_500),
      tax: eur(417),
      receiptUrl: receipt,
      buyer,
    },
  },
  subscription_payment_failed: {
    payload: {
      ...ofSubscription,
      ...pages,
      alert_name: 'subscription_payment_failed',
      subscription_payment_id: '5568',
      order_id: '317366-1864143',
      status: 'past_due',
      amount: '25.00',
      attempt_number: '2',
      next_retry_date: '2026-11-26',
      quantity: '12',
      unit_price: '7.00',
    },
    fact: {
      type: 'subscription_payment_failed',
      ref: classicRef('subscription', 264_546),
      paymentId: 5_568,
      planId: 29_418,
      status: 'past_due',
      orderId: '317366-1864143',
      amount: eur(2_500),
      attempt: 2,
      nextRetryOn: day('2026-11-26'),
      updateUrl: pages.update_url,
      cancelUrl: pages.cancel_url,
      buyer,
    },
  },
  subscription_payment_refunded: {
    payload: {
      ...ofSubscription,
      ...refund,
      alert_name: 'subscription_payment_refunded',
      subscription_payment_id: '5567',
      status: 'active',
    },
    fact: {
      type: 'subscription_payment_refunded',
      ref: classicRef('subscription', 264_546),
      paymentId: 5_567,
      orderId: '317366-1864142',
      kind: 'full',
      amount: eur(2_500),
      reason: 'Bought twice',
      buyer,
    },
  },
  payment_succeeded: {
    payload: {
      ...common,
      alert_name: 'payment_succeeded',
      order_id: '317366-1864142',
      product_id: '29420',
      product_name: 'A year of Monica',
      quantity: '1',
      checkout_id: ofSubscription.checkout_id,
      currency: 'EUR',
      sale_gross: '90.00',
      payment_tax: '15',
      used_price_override: 'true',
      receipt_url: receipt,
    },
    fact: {
      type: 'payment_succeeded',
      ref: classicRef('order', '317366-1864142'),
      productId: 29_420,
      quantity: 1,
      checkoutId: ofSubscription.checkout_id,
      amount: eur(9_000),
      tax: eur(1_500),
      receiptUrl: receipt,
      buyer: buyerWithoutId,
    },
  },
  payment_refunded: {
    payload: {
      ...common,
      ...refund,
      alert_name: 'payment_refunded',
      currency: 'EUR',
      refund_type: 'partial',
      gross_refund: '9.99',
    },
    fact: {
      type: 'payment_refunded',
      ref: classicRef('order', '317366-1864142'),
      kind: 'partial',
      amount: eur(999),
      reason: 'Bought twice',
      buyer: buyerWithoutId,
    },
  },
  payment_dispute_created: {
    payload: {
      ...common,
      alert_name: 'payment_dispute_created',
      order_id: '317366-1864142',
      amount: '40.00',
      currency: 'EUR',
      fee_usd: '15.00',
      status: 'open',
    },
    fact: {
      type: 'payment_dispute_created',
      ref: classicRef('order', '317366-1864142'),
      amount: eur(4_000),
      buyer: buyerWithoutId,
    },
  },
  payment_dispute_closed: {
    payload: {
      ...common,
      alert_name: 'payment_dispute_closed',
      order_id: '317366-1864142',
      amount: '40.00',
      currency: 'EUR',
      fee_usd: '15.00',
      status: 'closed',
    },
    fact: {
      type: 'payment_dispute_closed',
      ref: classicRef('order', '317366-1864142'),
      amount: eur(4_000),
      buyer: buyerWithoutId,
    },
  },
  high_risk_transaction_created: {
    payload: {
      ...common,
      alert_name: 'high_risk_transaction_created',
      case_id: '2112',
      status: 'pending',
      product_id: '29418',
      risk_score: '87.99',
      customer_user_id: '176032',
      customer_email_address: 'amelie@example.com',
      created_at: '2026-11-23 15:01:12',
    },
    fact: {
      type: 'high_risk_transaction_created',
      ref: classicRef('case', 2_112),
      verdict: 'pending',
      orderId: null,
      productId: 29_418,
      score: 87.99,
      buyer,
    },
  },
  high_risk_transaction_updated: {
    payload: {
      ...common,
      alert_name: 'high_risk_transaction_updated',
      case_id: '2112',
      status: 'rejected',
      order_id: '317366-1864142',
      product_id: '29418',
      risk_score: '100',
      customer_user_id: '176032',
      customer_email_address: 'amelie@example.com',
      created_at: '2026-11-23 15:01:12',
    },
    fact: {
      type: 'high_risk_transaction_updated',
      ref: classicRef('case', 2_112),
      verdict: 'rejected',
      orderId: '317366-1864142',
      productId: 29_418,
      score: 100,
      buyer,
    },
  },
  new_audience_member: {
    payload: {
      ...common,
      alert_name: 'new_audience_member',
      user_id: '176032',
      created_at: '2026-11-23 15:01:13',
      products: '29418, 29420',
      source: 'Checkout',
      subscribed: '',
    },
    fact: { type: 'new_audience_member', ref: classicRef('customer', 176_032), email: 'amelie@example.com' },
  },
  update_audience_member: {
    payload: {
      alert_id: '1790993',
      alert_name: 'update_audience_member',
      event_time: '2026-11-23 15:01:13',
      user_id: '176032',
      new_customer_email: 'amelie.new@example.com',
      old_customer_email: 'amelie@example.com',
      new_marketing_consent: '1',
      old_marketing_consent: '0',
      products: '',
      source: 'Checkout',
      updated_at: '2026-11-23 15:01:13',
    },
    fact: {
      type: 'update_audience_member',
      ref: classicRef('customer', 176_032),
      email: 'amelie.new@example.com',
    },
  },
  invoice_paid: {
    payload: {
      ...common,
      alert_name: 'invoice_paid',
      payment_id: '45102',
      customer_id: '9',
      contract_id: '77',
      term_days: '30',
      status: 'paid',
    },
    fact: { type: 'invoice_paid', ref: classicRef('invoice', '45102'), buyer: buyerWithoutId },
  },
  invoice_paid_v2: {
    payload: {
      ...common,
      alert_name: 'invoice_paid_v2',
      invoice_id: '45103',
      invoice_number: '15-45103',
      customer_id: '9',
      gross_amount: '4000',
      issued_items: '[{"quantity":1}]',
      status: 'paid',
    },
    fact: { type: 'invoice_paid_v2', ref: classicRef('invoice', '45103'), buyer: buyerWithoutId },
  },
} satisfies Record<PaddleFact['type'], Sample>;

export const allSamples: [PaddleFact['type'], Sample][] = Object.values(samples).map((sample) => [
  sample.fact.type,
  sample,
]);

/** The fields without which an alert is malformed. All others may be missing. */
export const needed: Readonly<Record<PaddleFact['type'], readonly string[]>> = {
  subscription_created: ['subscription_id', 'subscription_plan_id', 'status', 'quantity', 'next_bill_date'],
  subscription_updated: ['subscription_id', 'subscription_plan_id', 'status'],
  subscription_cancelled: ['subscription_id', 'subscription_plan_id', 'cancellation_effective_date'],
  subscription_payment_succeeded: [
    'subscription_id',
    'subscription_plan_id',
    'order_id',
    'status',
    'quantity',
    'next_bill_date',
    'currency',
    'sale_gross',
  ],
  subscription_payment_failed: ['subscription_id', 'subscription_plan_id'],
  subscription_payment_refunded: ['subscription_id', 'order_id', 'refund_type', 'currency'],
  payment_succeeded: ['order_id', 'product_id', 'quantity', 'currency', 'sale_gross'],
  payment_refunded: ['order_id', 'refund_type', 'currency'],
  payment_dispute_created: ['order_id', 'currency', 'amount'],
  payment_dispute_closed: ['order_id', 'currency', 'amount'],
  high_risk_transaction_created: ['case_id'],
  high_risk_transaction_updated: ['case_id', 'status'],
  new_audience_member: ['user_id', 'email'],
  update_audience_member: ['user_id'],
  invoice_paid: ['payment_id'],
  invoice_paid_v2: ['invoice_id'],
};

/** The properties of a fact that each field determines. Fields not listed determine nothing. */
export const decides: Readonly<Record<string, readonly string[]>> = {
  subscription_id: ['ref'],
  subscription_payment_id: ['paymentId'],
  subscription_plan_id: ['planId'],
  old_subscription_plan_id: ['oldPlanId'],
  status: ['status', 'verdict'],
  old_status: ['oldStatus'],
  quantity: ['quantity'],
  new_quantity: ['quantity'],
  old_quantity: ['oldQuantity'],
  next_bill_date: ['nextBillOn'],
  old_next_bill_date: ['oldNextBillOn'],
  cancellation_effective_date: ['effectiveOn'],
  paused_from: ['pausedFrom'],
  paused_reason: ['pausedReason'],
  attempt_number: ['attempt'],
  next_retry_date: ['nextRetryOn'],
  update_url: ['updateUrl'],
  cancel_url: ['cancelUrl'],
  receipt_url: ['receiptUrl'],
  order_id: ['orderId', 'ref'],
  checkout_id: ['checkoutId'],
  product_id: ['productId'],
  case_id: ['ref'],
  risk_score: ['score'],
  currency: ['amount', 'tax'],
  sale_gross: ['amount'],
  amount: ['amount'],
  gross_refund: ['amount'],
  payment_tax: ['tax'],
  refund_type: ['kind'],
  refund_reason: ['reason'],
  passthrough: ['buyer'],
  user_id: ['buyer', 'ref'],
  email: ['buyer', 'email'],
  customer_user_id: ['buyer'],
  customer_email_address: ['buyer'],
  new_customer_email: ['email'],
  old_customer_email: ['email'],
  payment_id: ['ref'],
  invoice_id: ['ref'],
};

const id = z.int().positive();
const status = z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']);
const realDay = CalendarDate.refine((text) => parseDay(text) === text);
const page = z.url({ protocol: /^https?$/ }).nullable();
const amount = Money.refine(({ minor }) => minor >= 0);
const kind = z.enum(['full', 'partial', 'vat']);
const email = z.string().min(3).max(254).includes('@');
const who = z.strictObject({
  billableId: id.nullable(),
  paddleUserId: id.nullable(),
  email: email.nullable(),
});
const orderId = z.string().min(1).max(48);
const refOf = (kind: PaddleKind) =>
  z.strictObject({
    paddleProduct: z.literal('classic'),
    kind: z.literal(kind),
    id: z.string().regex(/^[\x21-\x7e]{1,48}$/),
  });
const onSubscription = { ref: refOf('subscription'), buyer: who };
const onPages = { updateUrl: page, cancelUrl: page };
const paid = {
  quantity: id,
  checkoutId: z.string().min(1).max(64).nullable(),
  amount,
  tax: amount.nullable(),
  receiptUrl: page,
  buyer: who,
};
const refunded = { kind, amount, reason: z.string().min(1).max(500).nullable(), buyer: who };
const risk = {
  ref: refOf('case'),
  orderId: orderId.nullable(),
  productId: id.nullable(),
  score: z.number().min(0).max(100).nullable(),
  verdict: z.enum(['pending', 'accepted', 'rejected']),
  buyer: who,
};
const contact = { ref: refOf('customer'), email };
const invoice = { ref: refOf('invoice'), buyer: who };
const ofOrder = { ref: refOf('order') };

const shape = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), ...fields });

/** The shape of every fact, whatever alert it was read from. */
export const FactShape: z.ZodType<PaddleFact> = z.union([
  shape('subscription_created', {
    ...onSubscription,
    ...onPages,
    planId: id,
    status,
    quantity: id,
    nextBillOn: realDay,
  }),
  shape('subscription_updated', {
    ...onSubscription,
    ...onPages,
    planId: id,
    oldPlanId: id.nullable(),
    status,
    oldStatus: status.nullable(),
    quantity: id.nullable(),
    oldQuantity: id.nullable(),
    nextBillOn: realDay.nullable(),
    oldNextBillOn: realDay.nullable(),
    pausedFrom: realDay.nullable(),
    pausedReason: z.enum(['delinquent', 'voluntary']).nullable(),
  }),
  shape('subscription_cancelled', { ...onSubscription, planId: id, quantity: id, effectiveOn: realDay }),
  shape('subscription_payment_succeeded', {
    ...onSubscription,
    ...paid,
    orderId,
    paymentId: id.nullable(),
    planId: id,
    status,
    nextBillOn: realDay,
  }),
  shape('subscription_payment_failed', {
    ...onSubscription,
    ...onPages,
    paymentId: id.nullable(),
    planId: id,
    status,
    orderId: orderId.nullable(),
    amount: amount.nullable(),
    attempt: id,
    nextRetryOn: realDay.nullable(),
  }),
  shape('subscription_payment_refunded', {
    ...onSubscription,
    ...refunded,
    orderId,
    paymentId: id.nullable(),
  }),
  shape('payment_succeeded', { ...ofOrder, ...paid, productId: id }),
  shape('payment_refunded', { ...ofOrder, ...refunded }),
  shape('payment_dispute_created', { ...ofOrder, amount, buyer: who }),
  shape('payment_dispute_closed', { ...ofOrder, amount, buyer: who }),
  shape('high_risk_transaction_created', risk),
  shape('high_risk_transaction_updated', risk),
  shape('new_audience_member', contact),
  shape('update_audience_member', contact),
  shape('invoice_paid', invoice),
  shape('invoice_paid_v2', invoice),
]);
