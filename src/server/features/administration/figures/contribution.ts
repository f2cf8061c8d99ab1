/**
 * Calculates what a purchase contributes to the figures, from its events alone. Days that are still to come are part of
 * it: if nothing else is reported, the licence ends after its last day. A later event replaces the contribution, so
 * nothing has to be done when a day passes.
 */
import { stepsOf } from '#server/features/billing/fold/fold-stream.ts';
import type { FoldContext, Projection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import { type LicenceSpan, spanOf } from '#server/features/licences/licence-validity.ts';
import { addDays, type CalendarDate, dayOf, latestDay } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/licences/licences.ts';
import type { Money } from '#shared/money.ts';
import { endedBy, type Figure, type FigureKind, type FigureSum, startSum } from './figure.ts';
import { type FiguredPlan, type PlanOf, periodPaymentsOf, yearlyRevenueOf } from './yearly-revenue.ts';

export interface FiguresContext {
  planOf: PlanOf;
  /** A licence whose renewal is overdue counts until these days are over. */
  graceDays: number;
}

/** A licence that works. */
interface Level {
  plan: FiguredPlan;
  seats: number;
  isFailing: boolean;
  /** What it pays in a year; null if it pays nothing. */
  yearly: Money | null;
  /** Last day on which it pays, unless something else is reported. */
  paysThrough: CalendarDate;
  worksThrough: CalendarDate;
  endReason: LicenceEnd;
}

/** The state at the end of a day. */
interface DayEnd {
  day: CalendarDate;
  projection: Projection;
}

/**
 * Yields the state at the end of each day with events. Events of one day are not told apart, because Paddle reports one
 * action in several alerts. A creation that was found late comes first in the fold; it belongs to the day of the event
 * that follows it.
 */
function* dayEndsOf(stream: string, facts: readonly TimedEvent[], context: FoldContext): Generator<DayEnd> {
  const days = [...stepsOf(stream, facts, context)].map(({ dated }) => dayOf(dated.occurredAt));
  for (let index = days.length - 2; index >= 0; index -= 1) {
    const [day, next] = [days[index], days[index + 1]];
    if (day && next && next < day) days[index] = next;
  }
  let index = 0;
  for (const step of stepsOf(stream, facts, context)) {
    const day = days[index];
    if (day && days[index + 1] !== day) yield { day, projection: step.project() };
    index += 1;
  }
}

const reasonOf = (span: LicenceSpan): LicenceEnd => (span.kind === 'renewing' ? 'expired' : span.reason);

/** Returns the last day that the licence pays for. Days that were given on top, by an extension, pay nothing. */
function lastPaidDay(span: Exclude<LicenceSpan, { kind: 'void' }>, { entitlement, paidThrough }: Projection) {
  const paid = latestDay(paidThrough, entitlement?.endsOn ?? null);
  return span.kind !== 'ending' || paid === null || paid > span.worksThrough ? span.worksThrough : paid;
}

/** Returns the licence if it works at the end of the day, or why it doesn't. */
function levelAt(
  { day, projection }: DayEnd,
  plan: FiguredPlan | null,
  { planOf, graceDays }: FiguresContext,
): Level | { endReason: LicenceEnd } {
  const { entitlement, subscription, isWithheld } = projection;
  if (!entitlement || !plan || isWithheld) return { endReason: 'expired' };
  const span = spanOf(entitlement, { graceDays });
  if (span.kind === 'void' || span.worksThrough < day) return { endReason: reasonOf(span) };
  const { paddlePlanId, quantity } = entitlement;
  const paysThrough = lastPaidDay(span, projection);
  const yearly = yearlyRevenueOf(projection, { plan, paddlePlanId, quantity }, planOf);
  return {
    ...{ plan, seats: quantity, paysThrough, worksThrough: span.worksThrough, endReason: reasonOf(span) },
    isFailing:
      subscription !== null && (subscription.status === 'past_due' || subscription.failedAttempts > 0),
    yearly: paysThrough < day ? null : yearly,
  };
}

/** Adds a licence to the levels, or takes it from them. */
function addLevel(
  sum: FigureSum,
  { plan, seats, isFailing, yearly }: Level,
  day: CalendarDate,
  sign: 1 | -1,
): void {
  const add = (kind: FigureKind, amount: number, currency = '') =>
    sum.add({ kind, day, planId: plan.id, currency, total: sign, amount: sign === 1 ? amount : 0 - amount });
  add('licences', seats);
  if (isFailing) add('failing', 0);
  if (yearly) add('mrr', yearly.minor, yearly.currency);
}

/** Returns the function that moves the stream from one level to another, and counts what that means. */
function createMover(sum: FigureSum) {
  const returnedOn = new Set<CalendarDate>();
  let hasPaid = false;

  function move(
    before: Level | null,
    after: Level | null,
    { day, endReason }: { day: CalendarDate; endReason: LicenceEnd },
  ) {
    if (before) addLevel(sum, before, day, -1);
    if (after) addLevel(sum, after, day, 1);
    const count = (kind: FigureKind, { plan }: Level) =>
      sum.add({ kind, day, planId: plan.id, currency: '', total: 1, amount: 0 });
    if (before && !after) count(endedBy(endReason), before);
    if (before?.yearly && !after?.yearly) count('churned', before);
    if (after?.yearly && !before?.yearly) {
      count(hasPaid ? 'returned' : 'new', after);
      if (hasPaid) returnedOn.add(day);
      hasPaid = true;
    }
  }

  /** Applies what happens without any event before `until`; null stands for the end of time. */
  function pass(level: Level | null, until: CalendarDate | null): Level | null {
    let current = level;
    const isBefore = (day: CalendarDate) => until === null || day < until;
    const stopsPaying = current && addDays(current.paysThrough, 1);
    if (
      current?.yearly &&
      stopsPaying &&
      current.paysThrough < current.worksThrough &&
      isBefore(stopsPaying)
    ) {
      const unpaid = { ...current, yearly: null };
      move(current, unpaid, { day: stopsPaying, endReason: current.endReason });
      current = unpaid;
    }
    if (!current) return null;
    const day = addDays(current.worksThrough, 1);
    if (!isBefore(day)) return current;
    move(current, null, { day, endReason: current.endReason });
    return null;
  }

  return { move, pass, returnedOn };
}

const refundsOf = ({ receipts }: Projection): Map<string, number> => {
  const byCurrency = new Map<string, number>();
  for (const { refund } of receipts)
    if (refund)
      byCurrency.set(
        refund.amount.currency,
        (byCurrency.get(refund.amount.currency) ?? 0) + refund.amount.minor,
      );
  return byCurrency;
};

/** Counts the money that was refunded on the day. */
function addRefunds(
  sum: FigureSum,
  { day, projection }: DayEnd,
  before: ReadonlyMap<string, number>,
  planId: number,
): Map<string, number> {
  const after = refundsOf(projection);
  for (const [currency, minor] of after) {
    const amount = minor - (before.get(currency) ?? 0);
    if (amount !== 0) sum.add({ kind: 'refunds', day, planId, currency, total: 1, amount });
  }
  return after;
}

/** Counts the payments for further periods. */
function addRenewals(
  sum: FigureSum,
  projection: Projection,
  { plan, returnedOn, planOf }: { plan: FiguredPlan; returnedOn: ReadonlySet<CalendarDate>; planOf: PlanOf },
): void {
  if (!projection.subscription) return;
  const payments = periodPaymentsOf(projection);
  const first = payments.findIndex(({ amount }) => amount.minor > 0);
  if (first === -1) return;
  for (const { paidAt, paddlePlanId } of payments.slice(first + 1)) {
    const day = dayOf(paidAt);
    const paidFor = (paddlePlanId === null ? null : planOf(paddlePlanId)) ?? plan;
    if (!returnedOn.has(day))
      sum.add({ kind: 'renewed', day, planId: paidFor.id, currency: '', total: 1, amount: 0 });
  }
}

/** Counts the next charge. */
function addDue(
  sum: FigureSum,
  { subscription, entitlement }: Projection,
  { id: planId }: FiguredPlan,
): void {
  if (!subscription?.nextBillOn || entitlement?.status === 'revoked') return;
  const { nextBillOn: day, pausedFrom, nextCharge } = subscription;
  // Paddle doesn't charge on the day on which a planned pause begins.
  if (pausedFrom !== null && pausedFrom <= day) return;
  const [currency, amount] = nextCharge ? [nextCharge.currency, nextCharge.minor] : ['', 0];
  sum.add({ kind: 'due', day, planId, currency, total: 1, amount });
}

/** Returns the contribution of a stream. Streams that aren't purchases contribute nothing. */
export function contributionOf(
  stream: string,
  facts: readonly TimedEvent[],
  context: FiguresContext,
): Figure[] {
  const { planOf } = context;
  const sum = startSum();
  const { move, pass, returnedOn } = createMover(sum);
  const frequencyOf = (id: number) => planOf(id)?.frequency ?? null;
  let level: Level | null = null;
  let plan: FiguredPlan | null = null;
  let refunded: Map<string, number> = new Map();
  let last: Projection | null = null;
  for (const dayEnd of dayEndsOf(stream, facts, { frequencyOf })) {
    const { day, projection } = dayEnd;
    level = pass(level, day);
    const { entitlement } = projection;
    const isFirst = plan === null;
    // A licence stays on its plan until the catalogue has the new one.
    plan = (entitlement && planOf(entitlement.paddlePlanId)) ?? plan;
    const next = levelAt(dayEnd, plan, context);
    const after: Level | null = 'plan' in next ? next : null;
    // The first known event may be later than the beginning of the licence, if reconciliation found it.
    const from = isFirst && entitlement && entitlement.startedOn < day ? entitlement.startedOn : day;
    move(level, after, { day: from, endReason: next.endReason });
    level = after;
    if (plan) refunded = addRefunds(sum, dayEnd, refunded, plan.id);
    last = projection;
  }
  pass(level, null);
  if (last && plan) {
    addRenewals(sum, last, { plan, returnedOn, planOf });
    addDue(sum, last, plan);
  }
  return sum.list();
}
