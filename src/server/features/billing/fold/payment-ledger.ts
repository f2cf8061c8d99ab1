/** Keeps track of payments and refunds, to derive receipts and the day through which a licence is paid. */

import type { OneOffPaid, PaymentSucceeded, RefundKind } from '#server/platform/paddle/facts.ts';
import { addDays, type CalendarDate, dayOf, latestDay, startOfDay } from '#shared/dates.ts';
import { isSameMoney, type Money } from '#shared/money.ts';
import type { ImportedReceipt } from './imported-events.ts';
import type { FoundPayment } from './internal-events.ts';
import { keptMoves, type MovedCharge, type PaidPeriod } from './moved-charges.ts';
import { partPaymentOf, type TermsChange } from './part-payments.ts';
import type { ReceiptProjection } from './projection.ts';

interface Payment extends Omit<ReceiptProjection, 'refund' | 'part'> {
  paymentId: number | null;
  /** Last day that the payment covers; null for one-off payments, or if the day is unknown. */
  paidThrough: CalendarDate | null;
  /** Whether the payment is known only from reconciliation. */
  isFound: boolean;
  /** Whether the payment is known only from another portal's database. */
  isImported: boolean;
  /** Whether it is a payment of 0 for free days that give no licence of their own. It then covers no day. */
  isFree: boolean;
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
  /** Changes of plan or quantity, which explain payments within a period. */
  changes: TermsChange[];
}

export const emptyLedger = (): PaymentLedger => ({ payments: [], refunds: [], changes: [] });

const referenceOf = (paymentId: number | null, orderId: string): string =>
  paymentId === null ? `order:${orderId}` : `payment:${paymentId}`;

/**
 * Returns true if the day and the amount are the same. An alert without a payment ID and Paddle's list of payments have
 * no other data in common.
 */
export const isSamePayment = (
  told: Pick<Payment, 'amount' | 'paidAt'>,
  found: { amount: Money; paidOn: CalendarDate },
): boolean => dayOf(told.paidAt) === found.paidOn && isSameMoney(told.amount, found.amount);

/** Whether an alert about the payment has arrived, which has all details of it. */
const isTold = ({ isFound, isImported }: Payment): boolean => !isFound && !isImported;

/**
 * Adds a payment unless its ID or order is already in the ledger. Returns the reference under which the payment became
 * known; null if its alert had been added before.
 */
export function addPayment(
  book: PaymentLedger,
  fact: PaymentSucceeded | OneOffPaid,
  paidAt: Date,
  { isFree = false }: { isFree?: boolean } = {},
): string | null {
  const isRecurring = fact.type === 'subscription_payment_succeeded';
  const paymentId = isRecurring ? fact.paymentId : null;
  const orderId = isRecurring ? fact.orderId : fact.ref.id;
  const isSame = (payment: Payment) =>
    payment.orderId === orderId || (paymentId !== null && payment.paymentId === paymentId);
  if (book.payments.some((payment) => isSame(payment) && isTold(payment))) return null;
  const same = book.payments.filter(isSame);
  const [found] =
    same.length > 0 || paymentId !== null ? same : alikeAmong(book, { amount: fact.amount, paidAt });
  // The alert has all details of the payment, so it replaces the entries that reconciliation and an import added.
  book.payments = book.payments.filter((payment) => payment !== found && !same.includes(payment));
  const reference = referenceOf(paymentId, orderId);
  book.payments.push({
    reference,
    paymentId: paymentId ?? found?.paymentId ?? null,
    orderId,
    paddlePlanId: isRecurring ? fact.planId : fact.productId,
    checkoutId: fact.checkoutId,
    amount: fact.amount,
    tax: fact.tax,
    quantity: fact.quantity,
    receiptUrl: fact.receiptUrl,
    paidAt,
    billingDetailsId: fact.buyer.billingDetailsId ?? null,
    paidThrough: isRecurring && !isFree ? fact.nextBillOn : null,
    isFound: false,
    isImported: false,
    isFree,
  });
  return found?.reference ?? reference;
}

/** Returns the first payment that reconciliation found and that may be this one. */
const alikeAmong = (book: PaymentLedger, told: Pick<Payment, 'amount' | 'paidAt'>): Payment[] =>
  book.payments
    .filter(
      (payment) => payment.isFound && isSamePayment(told, { ...payment, paidOn: dayOf(payment.paidAt) }),
    )
    .slice(0, 1);

/**
 * Adds receipts from another portal's database, unless their alerts have arrived. A later import replaces an earlier
 * one. What reconciliation found is completed, and keeps its payment ID and its day.
 */
export function addImportedReceipts(book: PaymentLedger, receipts: readonly ImportedReceipt[]): void {
  for (const receipt of receipts) {
    const paidAt = new Date(receipt.paidAt);
    const { orderId, amount } = receipt;
    const known = book.payments.find((payment) => payment.orderId === orderId);
    if (known && isTold(known)) continue;
    const found = known ?? alikeAmong(book, { amount, paidAt })[0];
    book.payments = book.payments.filter((payment) => payment !== found);
    book.payments.push({
      reference: referenceOf(found?.paymentId ?? null, orderId),
      paymentId: found?.paymentId ?? null,
      orderId,
      paddlePlanId: receipt.planId,
      checkoutId: receipt.checkoutId,
      amount,
      tax: receipt.tax,
      quantity: receipt.quantity,
      receiptUrl: receipt.receiptUrl,
      paidAt,
      billingDetailsId: null,
      paidThrough: found?.isFound ? found.paidThrough : receipt.paidThrough,
      isFound: false,
      isImported: true,
      isFree: false,
    });
  }
}

/**
 * Adds a payment found by reconciliation, unless its alert has arrived. A later finding replaces an earlier one. This
 * corrects amounts that were stored with the wrong number of decimals. Returns the payment's reference; null if its
 * alert has arrived.
 */
export function addFoundPayment(
  book: PaymentLedger,
  fact: FoundPayment,
  { isFree = false }: { isFree?: boolean } = {},
): string | null {
  const known = book.payments.find((payment) => payment.paymentId === fact.paymentId);
  if (known && !known.isFound) return null;
  book.payments = book.payments.filter((payment) => payment !== known);
  const told = book.payments.find((payment) => payment.paymentId === null && isSamePayment(payment, fact));
  if (told) {
    // Adds the payment ID to the payment known from an alert, so that another payment of the same day and amount isn't
    // mistaken for it.
    book.payments = book.payments.map((payment) =>
      payment === told ? { ...told, paymentId: fact.paymentId } : payment,
    );
    return null;
  }
  const reference = `payment:${fact.paymentId}`;
  book.payments.push({
    reference,
    paymentId: fact.paymentId,
    orderId: null,
    paddlePlanId: fact.planId,
    checkoutId: null,
    amount: fact.amount,
    tax: null,
    quantity: fact.quantity,
    receiptUrl: fact.receiptUrl,
    paidAt: startOfDay(fact.paidOn),
    billingDetailsId: null,
    paidThrough: isFree ? null : fact.paidThrough,
    isFound: true,
    isImported: false,
    isFree,
  });
  return reference;
}

const refundsOf = (book: PaymentLedger, payment: Payment): Refund[] =>
  book.refunds.filter(
    (refund) =>
      refund.orderId === payment.orderId ||
      (refund.paymentId !== null && refund.paymentId === payment.paymentId),
  );

/**
 * Returns the time at which the payment's refunds added up to the whole payment; null if they don't. VAT refunds don't
 * count.
 */
function backAtOf(book: PaymentLedger, payment: Payment): Date | null {
  let given = 0;
  for (const { kind, amount, at } of refundsOf(book, payment)) {
    if (kind === 'vat') continue;
    given += amount.minor;
    if (kind === 'full' || (given > 0 && given >= payment.amount.minor)) return at;
  }
  return null;
}

/**
 * Sums up the refunds of a payment. VAT refunds don't affect `kind`, so that the receipt and the licence agree on what
 * counts as a full refund. They are part of `amount`, so that the payment minus this amount is what can still be
 * refunded.
 */
function refundOf(book: PaymentLedger, payment: Payment): ReceiptProjection['refund'] {
  const refunds = refundsOf(book, payment);
  const last = refunds.at(-1);
  if (!last) return null;
  if (backAtOf(book, payment) !== null) return { kind: 'full', amount: payment.amount, at: last.at };
  const minor = refunds.reduce((sum, { amount }) => sum + amount.minor, 0);
  const kind = refunds.every((refund) => refund.kind === 'vat') ? 'vat' : 'partial';
  return { kind, amount: { minor, currency: payment.amount.currency }, at: last.at };
}

const inTimeOrder = (book: PaymentLedger): Payment[] =>
  [...book.payments].sort(
    (a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.reference < b.reference ? -1 : 1),
  );

/** Returns a receipt for each payment, oldest first. */
export function receiptsOf(book: PaymentLedger): ReceiptProjection[] {
  const earlier: Payment[] = [];
  return inTimeOrder(book).map((payment) => {
    const {
      paymentId: _id,
      paidThrough: _through,
      isFound: _found,
      isImported: _imported,
      isFree,
      ...receipt
    } = payment;
    const part = partPaymentOf(payment, { earlier, changes: book.changes });
    if (!isFree) earlier.push(payment);
    return { ...receipt, refund: refundOf(book, payment), part };
  });
}

/**
 * Returns the payment for the latest period, whether or not it was refunded. A payment for free days doesn't count, nor
 * does one for seats that were added during a period: it pays through the same day as the payment for that period.
 */
export function lastPaymentOf(book: PaymentLedger): Payment | null {
  let latest: Payment | null = null;
  for (const payment of inTimeOrder(book)) {
    const isForSeats = payment.paidThrough !== null && payment.paidThrough === latest?.paidThrough;
    if (!payment.isFree && !isForSeats) latest = payment;
  }
  return latest;
}

/**
 * Returns the amount of the last payment, whether it paid for a whole period or for a part of one. Payments of 0 count
 * only if there is no other.
 */
export function lastAmountOf(book: PaymentLedger): Money | null {
  const payments = inTimeOrder(book).filter(({ isFree }) => !isFree);
  return (payments.findLast(({ amount }) => amount.minor > 0) ?? payments.at(-1))?.amount ?? null;
}

export interface PaidThrough {
  /** Last day covered by a payment that wasn't fully refunded, by a moved charge, by a trial or by an extension. */
  validUntil: CalendarDate;
  /** Whether the payment for the latest period was fully refunded. */
  isRefunded: boolean;
}

/** The days that a Paddle subscription covered when it began. */
export interface CoveredDays {
  /** Last paid day reported by the creation alert. It counts unless the payment for those days is fully refunded. */
  createdThrough: CalendarDate | null;
  trialThrough: CalendarDate | null;
  /** The last paid day in another portal's database, and the orders that paid for it; null without an import. */
  imported: { through: CalendarDate; orderIds: readonly string[] } | null;
}

export interface CoveredPeriods {
  startedOn: CalendarDate;
  /** One entry for each Paddle subscription that has paid for the stream. */
  covered: readonly CoveredDays[];
  extendedThrough: CalendarDate | null;
  moves: readonly MovedCharge[];
}

/** Returns the payments with the periods they cover, oldest first. */
export const paidPeriodsOf = (book: PaymentLedger): PaidPeriod[] =>
  inTimeOrder(book).map((payment) => ({
    paidAt: payment.paidAt,
    paidThrough: payment.paidThrough,
    backAt: backAtOf(book, payment),
  }));

/** Returns when the last of these orders was fully refunded; null if there are none, or if one of them wasn't. */
function lastBackOf(book: PaymentLedger, orderIds: readonly string[]): Date | null {
  const ends = orderIds.map((orderId) => {
    const payment = book.payments.find((one) => one.orderId === orderId);
    return payment ? backAtOf(book, payment) : null;
  });
  const times = ends.flatMap((at) => (at === null ? [] : [at.getTime()]));
  return times.length === 0 || times.length < ends.length ? null : new Date(Math.max(...times));
}

/**
 * Calculates through which day a subscription or order is paid. Each payment pays through its next bill date. A full
 * refund takes back only the period of its own payment, and a moved charge extends the period before it
 * (docs/contract.md, "What moves the paid day"; docs/paddle-classic.md A6).
 */
export function paidThrough(book: PaymentLedger, promises: CoveredPeriods): PaidThrough {
  const payments = paidPeriodsOf(book);
  const isBack = ({ backAt }: PaidPeriod) => backAt !== null;
  // The payment for an imported day may have been reported after the import.
  const importedBackAt = ({ through, orderIds }: NonNullable<CoveredDays['imported']>): Date | null =>
    orderIds.length > 0
      ? lastBackOf(book, orderIds)
      : (payments.find((payment) => isBack(payment) && payment.paidThrough === through)?.backAt ?? null);
  const bases = promises.covered.flatMap(({ createdThrough, trialThrough, imported }) => {
    // The first payment is found by its last day rather than by position, because its alert may not have arrived yet.
    const createdBack = payments.find((payment) => isBack(payment) && payment.paidThrough === createdThrough);
    return [
      ...(createdThrough === null ? [] : [{ through: createdThrough, backAt: createdBack?.backAt ?? null }]),
      ...(trialThrough === null ? [] : [{ through: trialThrough, backAt: null }]),
      ...(imported === null ? [] : [{ through: imported.through, backAt: importedBackAt(imported) }]),
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
    isRefunded: back !== null && (kept === null || kept < back),
  };
}

/**
 * Returns the last day covered by money: by a payment above 0 that wasn't fully refunded, by the first period of a
 * subscription that began without a trial, or by a moved charge. Null if there is no such day.
 */
export function paidByMoney(
  book: PaymentLedger,
  { startedOn, covered, moves }: Omit<CoveredPeriods, 'extendedThrough'>,
): CalendarDate | null {
  const payments = book.payments.filter(({ amount }) => amount.minor > 0);
  const { validUntil } = paidThrough(
    { ...book, payments },
    {
      ...{ startedOn, moves, extendedThrough: null },
      covered: covered.map(({ createdThrough, imported }) => ({
        createdThrough,
        trialThrough: null,
        imported,
      })),
    },
  );
  return validUntil < startedOn ? null : validUntil;
}
