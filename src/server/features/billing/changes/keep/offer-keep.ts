/** Says whether an ended subscription can be continued, when the customer pays, and how much. Changes nothing. */
import type { Deps } from '#server/deps.ts';
import { forbidsKeep, freeDaysLeft } from '#server/features/billing/keep/keep-rules.ts';
import { offerPlans } from '#server/features/catalogue/offer-plans.ts';
import type { KeepOffer, KeepPayment, KeepPreview } from '#shared/billing/keep.ts';
import { isSoldPerSeat, monthsOf, type Offer, type Plan } from '#shared/catalogue/catalogue.ts';
import { addMonths, dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { multiply } from '#shared/money.ts';
import { type EndedLicenceDeps, type EndedSubject, findEnded } from './ended-licence.ts';

export type OfferDeps = EndedLicenceDeps & Pick<Deps, 'log' | 'now' | 'prices' | 'settings'>;

export interface AskKeep {
  userId: number;
  licenceId: number;
  /** Where the customer would buy. It determines the prices. */
  country: string;
  planId?: number | undefined;
  quantity?: number | undefined;
}

/** The plan and the number of seats, as stored and as asked for. */
async function chosenPlan(
  deps: Pick<Deps, 'plans'>,
  { licence: { plan, quantity } }: EndedSubject,
  asked: AskKeep,
): Promise<{ plan: Plan; quantity: number }> {
  const { planId = plan.id } = asked;
  const chosen = planId === plan.id ? plan : await deps.plans.findById(planId);
  if (!chosen || chosen.product !== plan.product)
    throw new AppError('plan_of_other_product', `plan ${planId} isn't a plan of ${plan.product}`);
  return { plan: chosen, quantity: isSoldPerSeat(chosen.product) ? (asked.quantity ?? quantity) : 1 };
}

/** Returns what comes closest to a plan that is no longer sold; undefined if nothing of its product is sold. */
const replacementOf = ({ frequency }: Plan, offers: readonly Offer[]): Offer | undefined =>
  offers.find(({ plan }) => plan.frequency === frequency) ?? offers[0];

export interface FoundOffer {
  subject: EndedSubject;
  offer: KeepOffer;
  /** Days until the first payment; 0 if the customer pays today. */
  freeDays: number;
  /** The plan that would be bought; null if nothing can be. */
  plan: Plan | null;
}

/**
 * Finds the best terms: no charge before the paid days are over, if there are such days. `payment` set to `today` finds
 * the terms with a charge today instead. If the plan is no longer sold and no day is paid for, the terms are those of
 * another plan of the product, unless one was asked for. Throws `not_found` if the customer has no such licence, and
 * `plan_of_other_product` if the plan asked for can't be chosen.
 */
export async function findKeepOffer(
  deps: OfferDeps,
  asked: AskKeep,
  payment: KeepPayment = 'later',
): Promise<FoundOffer> {
  const subject = await findEnded(deps, asked);
  const { ended, licence, subscription } = subject;
  const impossible = (why: Extract<KeepOffer, { status: 'impossible' }>['why']): FoundOffer => ({
    ...{ subject, offer: { status: 'impossible', why }, freeDays: 0, plan: null },
  });
  const why = forbidsKeep(ended);
  if (why !== null) return impossible(why);
  const today = dayOf(deps.now());
  const daysLeft = freeDaysLeft(ended, today);
  const canChoosePlan = daysLeft === 0;
  const { plan: wanted, quantity } = canChoosePlan
    ? await chosenPlan(deps, subject, asked)
    : { plan: licence.plan, quantity: licence.quantity };
  // The catalogue lacks the plan that the subscription had last, so the licence still has the one before.
  if (!canChoosePlan && subscription?.paddlePlanId !== wanted.paddlePlanId)
    return impossible('plan_not_sold');
  const { offers, priceSource } = await offerPlans(deps, { product: wanted.product, country: asked.country });
  const other = asked.planId === undefined ? replacementOf(wanted, offers) : undefined;
  const unit = offers.find((one) => one.plan.id === wanted.id) ?? (canChoosePlan ? other : undefined);
  // As long as days are paid for, the plan stays the same. Afterwards, there is another one to come back to.
  if (!unit) return impossible(other && !canChoosePlan ? 'plan_retired' : 'plan_not_sold');
  const { plan } = unit;
  const amount = multiply(unit.unitPrice, quantity);
  const isFree = payment === 'later' && daysLeft > 0 && deps.settings.keepLicenceLinks;
  const paidThrough = daysLeft > 0 ? ended.paidThrough : null;
  const renewal = addMonths(today, monthsOf[plan.frequency]);
  const preview: KeepPreview = {
    licenceId: licence.id,
    product: plan.product,
    planId: plan.id,
    planName: plan.friendlyName,
    frequency: plan.frequency,
    quantity,
    payment: isFree ? 'later' : 'today',
    country: asked.country,
    today: isFree ? multiply(amount, 0) : amount,
    next: { amount, on: isFree ? (paidThrough ?? renewal) : renewal },
    priceSource,
    paidThrough,
    daysPaidTwice: isFree ? 0 : daysLeft,
    canChoosePlan,
    replacesPlan: plan.id !== wanted.id,
    linkExpiresOn: today,
  };
  return { subject, plan, offer: { status: 'possible', preview }, freeDays: isFree ? daysLeft : 0 };
}

/** Returns what a page shows before the customer confirms. */
export async function offerKeep(deps: OfferDeps, asked: AskKeep): Promise<KeepOffer> {
  return (await findKeepOffer(deps, asked)).offer;
}
