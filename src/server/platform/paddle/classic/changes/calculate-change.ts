/**
 * Calculates what a change costs if Paddle's own preview can't be used. Follows the rules in docs/paddle-classic.md V6;
 * docs/paddle-twin.md lists what Paddle doesn't specify.
 */
import type { ChangePreview, ChangeTerms, DatedAmount } from '#server/platform/paddle/port.ts';
import { addMonths, type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

/** List prices of one unit, in minor units of the subscription's currency. */
export interface UnitPrice {
  gross: number;
  /** The price without tax, which businesses in the EU with a VAT number pay. */
  net: number;
  /** The interval in months. */
  months: number;
}

export interface Modifier {
  minor: number;
  isRecurring: boolean;
}

export interface ChangeFacts {
  today: CalendarDate;
  quantity: number;
  /** All amounts are in the currency of this payment. */
  nextPayment: DatedAmount;
  lastPayment: DatedAmount | null;
  signedUpOn: CalendarDate;
  oldPlan: UnitPrice;
  /** The same as `oldPlan` if only the quantity changes. */
  newPlan: UnitPrice;
  isOtherPlan: boolean;
  newQuantity: number;
  modifiers: readonly Modifier[];
  terms: ChangeTerms;
  /** Returns whether an amount is too low to charge. Such an amount is added to the next payment instead. */
  isTooLow: (due: Money) => boolean;
}

const sumOf = (modifiers: readonly Modifier[]): number =>
  modifiers.reduce((sum, { minor }) => sum + minor, 0);

/** Returns the price of one period, modifiers included. Recurring modifiers can't reduce it below zero. */
function periodPrice(unit: number, quantity: number, modifiers: readonly Modifier[]): number {
  const recurring = sumOf(modifiers.filter(({ isRecurring }) => isRecurring));
  return (
    Math.max(0, unit * quantity + recurring) + sumOf(modifiers.filter(({ isRecurring }) => !isRecurring))
  );
}

/**
 * Returns the current price of one unit (`unit`), and the amount that earlier changes carried over to the next payment
 * (`carried`). Paddle only reports the total of the next payment. If that total equals the last renewal, nothing was
 * carried over. A total below the list price then means a coupon, which the change removes; a total above it means that
 * the subscription has its own price.
 */
function currentUnit(facts: ChangeFacts): {
  unit: number;
  carried: number;
  paysTax: boolean;
  isDiscounted: boolean;
} {
  const { nextPayment, lastPayment, oldPlan, quantity, modifiers } = facts;
  const next = nextPayment.amount.minor;
  const restAt = (unit: number) => {
    const price = periodPrice(unit, quantity, modifiers);
    // Paddle never reports a payment below zero.
    return next === 0 && price <= 0 ? 0 : next - price;
  };
  const last = lastPayment?.amount.minor ?? null;
  // A payment of 0 fits any price that modifiers or a credit cover, so it doesn't show whether tax is paid.
  const fits = (unit: number): boolean => next > 0 && restAt(unit) === 0;
  const [fitsGross, fitsNet] = [fits(oldPlan.gross), fits(oldPlan.net)];
  const lastWasNet = last === oldPlan.net * quantity && last !== oldPlan.gross * quantity;
  const paysTax = fitsGross === fitsNet ? !lastWasNet : fitsGross;
  const unit = paysTax ? oldPlan.gross : oldPlan.net;
  const rest = restAt(unit);
  const once = sumOf(modifiers.filter(({ isRecurring }) => !isRecurring));
  const isLasting = rest !== 0 && last === next - once && lastPayment?.on === periodStart(facts);
  if (!isLasting) return { unit, carried: rest, paysTax, isDiscounted: false };
  const own = unit + rest / quantity;
  const isOwnPrice = rest > 0 && Number.isInteger(own);
  return { unit: isOwnPrice ? own : unit, carried: 0, paysTax, isDiscounted: rest < 0 };
}

const monthsBetween = (from: CalendarDate, to: CalendarDate): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

/**
 * Returns the first day of the period that ends with the next payment. Because months differ in length, a period that
 * ends on the last day of a month may have begun on one of several days. Uses the day that follows from the sign-up or,
 * failing that, from the last payment.
 */
function periodStart({
  nextPayment,
  lastPayment,
  signedUpOn,
  oldPlan: { months },
}: ChangeFacts): CalendarDate {
  const count = monthsBetween(signedUpOn, nextPayment.on);
  if (count >= months && addMonths(signedUpOn, count) === nextPayment.on) {
    return addMonths(signedUpOn, count - months);
  }
  if (lastPayment && addMonths(lastPayment.on, months) === nextPayment.on) return lastPayment.on;
  return addMonths(nextPayment.on, -months);
}

/** Returns the part of an amount for the unused days of the period, rounded half up to the minor unit. */
function unusedPart(minor: number, facts: ChangeFacts): number {
  const start = periodStart(facts);
  const end = facts.nextPayment.on;
  const days = daysBetween(start, end);
  const unused = Math.min(days, Math.max(0, daysBetween(facts.today, end)));
  return Math.floor((2 * minor * unused + days) / (2 * days));
}

/** A credit that lasts longer than this is not worth a date. */
const maxMonths = 1_200;

/**
 * Returns the first charge above 0 after the payment of `on`, whose balance isn't. Null if the price is 0, so that
 * there is no such charge.
 */
function firstCharge(
  { balance, price, currency, on }: { balance: number; price: number; currency: string; on: CalendarDate },
  { today, signedUpOn, oldPlan, newPlan }: ChangeFacts,
): DatedAmount | null {
  if (price <= 0) return null;
  const periods = Math.floor(-balance / price) + 1;
  if (periods * newPlan.months > maxMonths) return null;
  // Later dates are counted from the beginning, because months differ in length.
  const begin = newPlan.months === oldPlan.months ? signedUpOn : today;
  const count = monthsBetween(begin, on);
  const [from, months] = addMonths(begin, count) === on ? [begin, count] : [on, 0];
  return {
    amount: { minor: balance + periods * price, currency },
    on: addMonths(from, months + periods * newPlan.months),
  };
}

/** Returns what the change costs today, the amount and day of the next payment, and what is special about them. */
export function calculateChange(facts: ChangeFacts): Omit<ChangePreview, 'source'> {
  const { nextPayment, oldPlan, newPlan, quantity, newQuantity, modifiers, terms } = facts;
  const { currency } = nextPayment.amount;
  const { unit, carried, paysTax, isDiscounted } = currentUnit(facts);
  const listed = paysTax ? newPlan.gross : newPlan.net;
  const newUnit = facts.isOtherPlan ? listed : unit;
  const [oldPrice, newPrice] = [unit * quantity, newUnit * newQuantity];
  const isOtherInterval = newPlan.months !== oldPlan.months;

  let difference = terms.billNow ? newPrice - oldPrice : 0;
  if (terms.prorate) difference = unusedPart(newPrice - oldPrice, facts);
  const unused = terms.prorate ? unusedPart(oldPrice, facts) : 0;
  if (isOtherInterval) difference = newPrice - unused;

  const due: Money = { minor: difference + carried, currency };
  const isCharged = terms.billNow && due.minor > 0 && !facts.isTooLow(due);
  const later = isCharged ? 0 : due.minor;
  const kept = terms.keepModifiers ? modifiers : [];
  const price = periodPrice(
    newUnit,
    newQuantity,
    kept.filter(({ isRecurring }) => isRecurring),
  );
  const balance = periodPrice(newUnit, newQuantity, kept) + later;
  const on = isOtherInterval ? addMonths(facts.today, newPlan.months) : nextPayment.on;
  // Paddle reports no payment below zero, so if nothing is due without the change, an unknown credit may be left.
  const isCreditKnown = nextPayment.amount.minor > 0;
  return {
    today: { minor: isCharged ? due.minor : 0, currency },
    next: { amount: { minor: Math.max(0, balance), currency }, on },
    price: { minor: price, currency },
    firstCharge: isCreditKnown && balance <= 0 ? firstCharge({ balance, price, currency, on }, facts) : null,
    unchanged: nextPayment,
    endsDiscount: isDiscounted,
    isCarriedOver: terms.billNow && due.minor > 0 && !isCharged,
    isCredited: isOtherInterval ? unused > 0 : difference < 0,
    usesEarlierCredit: carried < 0,
  };
}

/**
 * Returns what a paused subscription is charged when it is resumed (`today`), and the payment after that (`later`).
 * Whether the customer pays tax follows from the last payment.
 */
export function calculateRestart({
  plan,
  quantity,
  last,
  modifiers,
}: {
  plan: UnitPrice;
  quantity: number;
  last: Money;
  modifiers: readonly Modifier[];
}): { today: Money; later: Money } {
  const paidNet = last.minor === plan.net * quantity && last.minor !== plan.gross * quantity;
  const unit = paidNet ? plan.net : plan.gross;
  const recurring = modifiers.filter(({ isRecurring }) => isRecurring);
  const priced = (some: readonly Modifier[]): Money => ({
    minor: Math.max(0, periodPrice(unit, quantity, some)),
    currency: last.currency,
  });
  return { today: priced(modifiers), later: priced(recurring) };
}
