/** The shape of every kind of fact, written independently of the code that reads alerts. */
import { z } from 'zod';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import type { PaddleKind } from '#server/platform/paddle/reference.ts';
import { CalendarDate, parseDay } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

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
    nextCharge: amount.nullable(),
    country: z.string().nullable(),
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
