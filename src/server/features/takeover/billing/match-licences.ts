/**
 * Decides which licence of the PHP portal belongs to which subscription. There, a licence has no subscription: a
 * renewal moves the first licence of the same person and plan, whichever subscription paid.
 */
import type { LicenceRow, SubscriptionRow } from '#server/features/takeover/source/rows.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { OldPlans } from './billing-plans.ts';

export interface MatchedSubscription {
  subscription: SubscriptionRow;
  /** The licences that were sold with it, oldest first. Their dates are those of its own payments. */
  own: LicenceRow[];
  /** The licences whose keys belong to it: its own, and those of earlier subscriptions that have ended. */
  keys: LicenceRow[];
}

export interface MatchedLicences {
  subscriptions: MatchedSubscription[];
  /** Licences that were made by hand. */
  alone: LicenceRow[];
  /** Licences that could belong to more than one subscription. They are matched all the same. */
  undecided: LicenceRow[];
}

interface Purchase extends MatchedSubscription {
  /** Null if the portal doesn't have the plan. */
  product: Product | null;
  /** Whether it runs, or was cancelled and isn't over yet. */
  isGood: boolean;
}

const timeOf = ({ created_at }: { created_at?: Date | null | undefined }): number =>
  created_at?.getTime() ?? 0;

type Dated = { id: number; created_at?: Date | null | undefined };
const byAge = (a: Dated, b: Dated): number => timeOf(a) - timeOf(b) || a.id - b.id;

/** A subscription and its licence are written by the same alert, or by one that follows it closely. */
const writtenTogetherMs = dayMs;

/** Paddle's pages name the subscription they are about. */
const namedIn = ({ paddle_update_url, paddle_cancel_url }: LicenceRow): number | null => {
  const [, id] =
    /[?&]subscription=(\d{1,16})(?:&|$)/.exec(`${paddle_update_url ?? paddle_cancel_url ?? ''}`) ?? [];
  return id === undefined ? null : Number(id);
};

/** Returns the last day of a subscription that has ended; null while it runs. */
const endOf = ({ paddle_status, ends_at, updated_at }: SubscriptionRow): CalendarDate | null => {
  if (ends_at !== null) return dayOf(ends_at);
  return paddle_status === 'deleted' ? dayOf(updated_at ?? new Date(0)) : null;
};

/**
 * Finds the subscription that a licence was sold with: by the page of Paddle that it links to, else among those of the
 * same product without a licence that were written at the same time, those of its plan first.
 */
function soldWith(
  licence: LicenceRow,
  purchases: readonly Purchase[],
  plans: OldPlans,
): { purchase: Purchase | null; isUndecided: boolean } {
  const named = namedIn(licence);
  const linked = purchases.find(({ subscription }) => subscription.paddle_id === named);
  if (linked) return { purchase: linked, isUndecided: false };
  const plan = plans.byId.get(licence.plan_id);
  const free = purchases.filter(
    ({ subscription, product, own }) =>
      own.length === 0 &&
      (product ?? plan?.product) === plan?.product &&
      Math.abs(timeOf(subscription) - timeOf(licence)) <= writtenTogetherMs,
  );
  const samePlan = free.filter(({ subscription }) => subscription.paddle_plan === plan?.paddlePlanId);
  const candidates = samePlan.length > 0 ? samePlan : free;
  return { purchase: candidates[0] ?? null, isUndecided: candidates.length > 1 };
}

/** Returns the running subscriptions of the licence's product, those of its plan first, then the oldest. */
function runningFor(licence: LicenceRow, purchases: readonly Purchase[], plans: OldPlans): Purchase[] {
  const plan = plans.byId.get(licence.plan_id);
  const running = purchases.filter(
    ({ product, isGood }) => isGood && product !== null && product === plan?.product,
  );
  const isOfPlan = ({ subscription }: Purchase) => subscription.paddle_plan === plan?.paddlePlanId;
  return [...running.filter(isOfPlan), ...running.filter((one) => !isOfPlan(one))];
}

/**
 * Matches the licences of one person. The keys of a subscription that has ended belong to the one that runs now,
 * because its renewals moved their dates, too. So do those of a licence made by hand that is older than the ones of the
 * same plan that were sold.
 */
export function matchLicences(
  person: { subscriptions: readonly SubscriptionRow[]; licences: readonly LicenceRow[] },
  plans: OldPlans,
  today: CalendarDate,
): MatchedLicences {
  const purchases = [...person.subscriptions].sort(byAge).map((subscription): Purchase => {
    const end = endOf(subscription);
    const product = plans.byPaddleId.get(subscription.paddle_plan)?.product ?? null;
    return { subscription, own: [], keys: [], product, isGood: end === null || end >= today };
  });
  const undecided: LicenceRow[] = [];
  const unsold: LicenceRow[] = [];
  const licences = [...person.licences].sort(byAge);
  // Those with a link come first, so that nothing else takes their subscriptions.
  const isLinked = (licence: LicenceRow) => namedIn(licence) !== null;
  for (const licence of [...licences.filter(isLinked), ...licences.filter((one) => !isLinked(one))]) {
    const { purchase, isUndecided } = soldWith(licence, purchases, plans);
    if (purchase) purchase.own.push(licence);
    else unsold.push(licence);
    if (isUndecided) undecided.push(licence);
  }
  for (const purchase of purchases)
    for (const licence of purchase.own) {
      const running = purchase.isGood ? [] : runningFor(licence, purchases, plans);
      (running[0] ?? purchase).keys.push(licence);
      if (running.length > 1 && dayOf(licence.valid_until_at) >= today) undecided.push(licence);
    }
  const alone = unsold.filter((licence) => {
    const [running] = runningFor(licence, purchases, plans);
    const isFirst = running?.own.every((one) => one.plan_id !== licence.plan_id || one.id > licence.id);
    const isOfPlan = running?.subscription.paddle_plan === plans.byId.get(licence.plan_id)?.paddlePlanId;
    if (!running || !isFirst || !isOfPlan) return true;
    running.keys.push(licence);
    return false;
  });
  for (const { keys } of purchases) keys.sort(byAge);
  return { subscriptions: purchases, alone, undecided: [...new Set(undecided)] };
}
