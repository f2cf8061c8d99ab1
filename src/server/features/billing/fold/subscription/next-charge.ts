/**
 * Tracks what Paddle will charge next for a subscription, and what a period costs once no credit is left. The amount of
 * the last payment says neither: a payment within a period is only a part of it, and a credit lessens later payments.
 */
import type { FoundCharge } from '#server/features/billing/fold/internal-events.ts';
import type { PaymentSucceeded } from '#server/platform/paddle/facts.ts';
import type { DatedAmount } from '#shared/dated-amount.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { minuteMs } from '#shared/durations.ts';
import { isSameMoney, type Money } from '#shared/money.ts';

/** What is known about future charges. Everything is null if it is unknown. */
export interface FutureCharges {
  nextCharge: Money | null;
  /** The price of a period with the present plan and seats, as charged: with tax and with lasting discounts. */
  periodPrice: Money | null;
  /** The first charge above 0, calculated when a credit covered the next one; null if no credit does. */
  firstCharge: DatedAmount | null;
}

interface Terms {
  planId: number;
  quantity: number;
}

type Report = { at: Date; fact: FoundCharge | PaymentSucceeded };

export interface ChargeState extends Terms, FutureCharges {
  /** The latest reports, oldest first. */
  reports: readonly Report[];
}

/** Enough for the reports about one action, which may precede the alert about the change. */
const keptReports = 6;

export const unknownCharges = ({ planId, quantity }: Terms): ChargeState => ({
  ...{ planId, quantity, nextCharge: null, periodPrice: null, firstCharge: null, reports: [] },
});

const isSameTerms = (one: Terms, other: Terms): boolean =>
  one.planId === other.planId && one.quantity === other.quantity;

/** A report precedes the alert about its change by less than this, because clocks differ slightly. */
const isSince = (report: Report, at: Date): boolean => report.at.getTime() >= at.getTime() - minuteMs;

/**
 * Applies a payment. Paddle uses up a credit first, so after a charge there is none: the next one is the price. A
 * payment within a period may leave an amount that Paddle adds to the next charge only; what the change reported about
 * the price is applied afterwards.
 */
function paid(state: ChargeState, { amount, nextCharge }: PaymentSucceeded): ChargeState {
  const next = nextCharge !== null && nextCharge.minor > 0 ? nextCharge : null;
  if (amount.minor === 0) {
    return {
      ...state,
      nextCharge,
      periodPrice: state.periodPrice ?? next,
      firstCharge: next === null ? state.firstCharge : null,
    };
  }
  return { ...state, nextCharge, periodPrice: next ?? state.periodPrice, firstCharge: null };
}

/**
 * Applies what Paddle said about the next charge. If reconciliation finds another amount than the known one, the reason
 * is unknown, and so is the price. The known amount is no news: reconciliation also logs it with other differences.
 */
function found(state: ChargeState, { by, amount, price, firstCharge }: FoundCharge): ChargeState {
  const known = by === 'reconciliation' ? state.nextCharge : null;
  if (known && isSameMoney(known, amount)) return state;
  return {
    ...state,
    nextCharge: amount,
    periodPrice: price ?? (known ? null : state.periodPrice),
    firstCharge,
  };
}

const applied = (state: ChargeState, { fact }: Report): ChargeState =>
  fact.type === 'next_charge_found' ? found(state, fact) : paid(state, fact);

/**
 * Sets the plan and the seats. What was known is dropped if they differ, except for what was reported with the change.
 */
export function changeTerms(state: ChargeState, terms: Terms, at: Date): ChargeState {
  if (isSameTerms(state, terms)) return state;
  const { periodPrice, reports } = state;
  const isSamePlan = state.planId === terms.planId;
  const begun: ChargeState = {
    ...unknownCharges(terms),
    reports,
    periodPrice: isSamePlan ? scaled(periodPrice, terms.quantity / state.quantity) : null,
  };
  return reports
    .filter((report) => isSameTerms(report.fact, terms) && isSince(report, at))
    .reduce(applied, begun);
}

const scaled = (price: Money | null, factor: number): Money | null =>
  price && { ...price, minor: Math.round(price.minor * factor) };

/** Adds a report. One about other terms is kept, because the alert about the change may follow. */
export function addReport(state: ChargeState, report: Report): ChargeState {
  const reports = [...state.reports, report].slice(-keptReports);
  if (report.fact.type === 'next_charge_found') {
    return isSameTerms(state, report.fact) ? applied({ ...state, reports }, report) : { ...state, reports };
  }
  const after = applied({ ...changeTerms(state, report.fact, report.at), reports }, report);
  // The answer to a change may have been logged slightly before its payment.
  const { nextBillOn } = report.fact;
  const isAnswer = ({ fact }: Report) => fact.type === 'next_charge_found' && fact.on === nextBillOn;
  return state.reports
    .filter((one) => isAnswer(one) && isSameTerms(one.fact, report.fact) && isSince(one, report.at))
    .reduce(applied, after);
}

/** Forgets the next charge, after a payment that no alert reported. */
export const afterUnreportedPayment = (state: ChargeState): ChargeState => ({ ...state, nextCharge: null });

/** Returns what is known about the charges from `nextBillOn` on; nothing if there is no further charge. */
export function futureCharges(state: ChargeState, nextBillOn: CalendarDate | null): FutureCharges {
  const { nextCharge, periodPrice, firstCharge } = state;
  if (nextBillOn === null) return { nextCharge: null, periodPrice, firstCharge: null };
  const isCovered = nextCharge?.minor === 0 && firstCharge !== null && firstCharge.on > nextBillOn;
  return { nextCharge, periodPrice, firstCharge: isCovered ? firstCharge : null };
}
