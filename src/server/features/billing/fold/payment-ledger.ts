/** Payments and what was given back of them: receipts, and how long is paid. */

import type { OneOffPaid, PaymentSucceeded, RefundKind } from '#server/platform/paddle/facts.ts';
import { addDays, type CalendarDate, dayOf, latestDay, startOfDay } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type { FoundPayment } from './internal-events.ts';
import { keptMoves, type MovedCharge, type PaidPeriod } from './moved-charges.ts';
import type { ReceiptProjection } from './projection.ts';

interface Payment extends Omit<ReceiptProjection, 'refund'> {
  paymentId: number | null;
  /** The last day it pays for; null for what is paid once, or not known. */
  paidThrough: CalendarDate | null;
  /** Only reconciliation knows of it. */
  isFound: boolean;
}

export interface Refund {
  orderId: string;
  paymentId: number | null;
  kind: RefundKind;
  amount: Money;
  at: Date;
}

export interface PaymentLedger {
  payments: Payment[];
  refunds: Refund[];
}

export const emptyLedger = (): PaymentLedger => ({ payments: [], refunds: [] });

const referenceOf = (paymentId: number | null, orderId: string): string =>
  paymentId === null ? `order:${orderId}` : `payment:${paymentId}`;

/** What an alert without a payment's id and Paddle's list of payments both tell of it. */
export const isSamePayment = (
  told: Pick<Payment, 'amount' | 'paidAt'>,
  found: { amount: Money; paidOn: CalendarDate },
): boolean =>
  dayOf(told.paidAt) === found.paidOn &&
  told.amount.minor === found.amount.minor &&
  told.amount.currency === found.amount.currency;

/** Writes a payment down; one that is there already, by payment or order, is the same one. */
export function addPayment(book: PaymentLedger, fact: PaymentSucceeded | OneOffPaid, paidAt: Date): void {
  const isRecurring = fact.type === 'subscription_payment_succeeded';
  const paymentId = isRecurring ? fact.paymentId : null;
  const orderId = isRecurring ? fact.orderId : fact.ref.id;
  const isSame = (payment: Payment) =>
    payment.orderId === orderId || (paymentId !== null && payment.paymentId === paymentId);
  if (book.payments.some((payment) => isSame(payment) && !payment.isFound)) return;
  const found = book.payments.find((payment) =>
    paymentId === null
      ? payment.isFound &&
        isSamePayment({ amount: fact.amount, paidAt }, { ...payment, paidOn: dayOf(payment.paidAt) })
      : isSame(payment),
  );
  // What the alert tells is complete: it takes the place of what reconciliation found.
  book.payments = book.payments.filter((payment) => payment !== found);
  book.payments.push({
    reference: referenceOf(paymentId, orderId),
    paymentId: paymentId ?? found?.paymentId ?? null,
    orderId,
    paddlePlanId: isRecurring ? fact.planId : fact.productId,
    checkoutId: fact.checkoutId,
    amount: fact.amount,
    tax: fact.tax,
    quantity: fact.quantity,
    receiptUrl: fact.receiptUrl,
    paidAt,
    paidThrough: isRecurring ? fact.nextBillOn : null,
    isFound: false,
  });
}

/**
 * Writes down a payment that reconciliation found, unless its alert has come. What was found later is what Paddle says:
 * an amount that was written down with other decimals is put right by it.
 */
export function addFoundPayment(book: PaymentLedger, fact: FoundPayment): void {
  const known = book.payments.find((payment) => payment.paymentId === fact.paymentId);
  if (known && !known.isFound) return;
  book.payments = book.payments.filter((payment) => payment !== known);
  const told = book.payments.find((payment) => payment.paymentId === null && isSamePayment(payment, fact));
  if (told) {
    // Another one of that day is another payment: from here on this one is known by its id as well.
    book.payments = book.payments.map((payment) =>
      payment === told ? { ...told, paymentId: fact.paymentId } : payment,
    );
    return;
  }
  book.payments.push({
    reference: `payment:${fact.paymentId}`,
    paymentId: fact.paymentId,
    orderId: null,
    paddlePlanId: fact.planId,
    checkoutId: null,
    amount: fact.amount,
    tax: null,
    quantity: fact.quantity,
    receiptUrl: fact.receiptUrl,
    paidAt: startOfDay(fact.paidOn),
    paidThrough: fact.paidThrough,
    isFound: true,
  });
}

const refundsOf = (book: PaymentLedger, payment: Payment): Refund[] =>
  book.refunds.filter(
    (refund) =>
      refund.orderId === payment.orderId ||
      (refund.paymentId !== null && refund.paymentId === payment.paymentId),
  );

/** Parts that add up to the whole are the whole. */
function refundOf(book: PaymentLedger, payment: Payment): ReceiptProjection['refund'] {
  const all = refundsOf(book, payment);
  const last = all.at(-1);
  if (!last) return null;
  const money = all.filter((refund) => refund.kind !== 'vat');
  const full = money.find((refund) => refund.kind === 'full');
  const given = money.reduce((sum, refund) => sum + refund.amount.minor, 0);
  const { currency } = payment.amount;
  if (full || (given > 0 && given >= payment.amount.minor)) {
    return { kind: 'full', amount: full?.amount ?? { minor: given, currency }, at: last.at };
  }
  if (money.length > 0) return { kind: 'partial', amount: { minor: given, currency }, at: last.at };
  const tax = all.reduce((sum, refund) => sum + refund.amount.minor, 0);
  return { kind: 'vat', amount: { minor: tax, currency }, at: last.at };
}

const inTimeOrder = (book: PaymentLedger): Payment[] =>
  [...book.payments].sort(
    (a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.reference < b.reference ? -1 : 1),
  );

/** One for each payment, oldest first. */
export function receiptsOf(book: PaymentLedger): ReceiptProjection[] {
  return inTimeOrder(book).map((payment) => {
    const { paymentId: _id, paidThrough: _through, isFound: _found, ...receipt } = payment;
    return { ...receipt, refund: refundOf(book, payment) };
  });
}

/** The payment that was made last, whatever became of it. */
export const lastPaymentOf = (book: PaymentLedger): Payment | null => inTimeOrder(book).at(-1) ?? null;

export interface PaidThrough {
  /** The last day that is paid, in a trial or extended, and was not given back. */
  validUntil: CalendarDate;
  /** The newest paid period was given back in full. */
  givenBack: boolean;
}

/** What a subscription at Paddle promised when it began. */
export interface CoveredDays {
  /** What the creation said: it stands until the payment for it is given back. */
  createdThrough: CalendarDate | null;
  trialThrough: CalendarDate | null;
}

export interface CoveredPeriods {
  startedOn: CalendarDate;
  /** By each subscription at Paddle that has paid for it. */
  covered: readonly CoveredDays[];
  extendedThrough: CalendarDate | null;
  moves: readonly MovedCharge[];
}

/** When the last part of it was given back; null while some of it is kept. */
function backAtOf(book: PaymentLedger, payment: Payment): Date | null {
  let given = 0;
  for (const { kind, amount, at } of refundsOf(book, payment)) {
    if (kind === 'vat') continue;
    given += amount.minor;
    if (kind === 'full' || (given > 0 && given >= payment.amount.minor)) return at;
  }
  return null;
}

/** The payments with what they paid for. */
export const paidPeriodsOf = (book: PaymentLedger): PaidPeriod[] =>
  inTimeOrder(book).map((payment) => ({
    paidAt: payment.paidAt,
    paidThrough: payment.paidThrough,
    backAt: backAtOf(book, payment),
  }));

/**
 * How long is paid: each payment pays through its next bill date, a full refund takes back the period it paid for
 * and no other, and a charge that was moved lengthens the period before it (docs/contract.md, "What
 * moves the paid day"; docs/paddle-classic.md A6).
 */
export function paidThrough(book: PaymentLedger, promises: CoveredPeriods): PaidThrough {
  const payments = paidPeriodsOf(book);
  const isBack = ({ backAt }: PaidPeriod) => backAt !== null;
  const bases = promises.covered.flatMap(({ createdThrough, trialThrough }) => {
    // By its last day, not by being the first: the alert of the first payment may still be on its way.
    const createdBack = payments.find((payment) => isBack(payment) && payment.paidThrough === createdThrough);
    return [
      ...(createdThrough === null ? [] : [{ through: createdThrough, backAt: createdBack?.backAt ?? null }]),
      ...(trialThrough === null ? [] : [{ through: trialThrough, backAt: null }]),
    ];
  });
  const moved = keptMoves(promises.moves, payments, bases);
  const kept = latestDay(
    ...bases.filter(({ backAt }) => backAt === null).map(({ through }) => through),
    ...moved,
    ...payments.filter((payment) => !isBack(payment)).map((payment) => payment.paidThrough),
  );
  const back = latestDay(...payments.filter(isBack).map((payment) => payment.paidThrough));
  const never = addDays(promises.startedOn, -1);
  return {
    validUntil: latestDay(kept ?? never, promises.extendedThrough) ?? never,
    givenBack: back !== null && (kept === null || kept < back),
  };
}
