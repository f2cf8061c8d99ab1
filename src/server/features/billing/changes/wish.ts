/** Checks a wanted change against the rules, and finds out how it would be billed. */
import type { Deps } from '#server/deps.ts';
import { offerPlans } from '#server/features/catalogue/offer-plans.ts';
import type { StoredPlan } from '#server/features/catalogue/plan.repository.ts';
import type { WantedChange } from '#shared/billing/changes.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { forbiddenChanges, forbidsPlan, startsNewPeriod, typeTwiceAbove } from './change-rules.ts';
import { type BilledChange, changeOfPlan, changeOfSeats } from './change-terms.ts';
import { capabilitiesFor, type OwnedSubject } from './find-subject.ts';
import type { StoredWish } from './subscription-change.repository.ts';

export interface Wish {
  kind: WantedChange['kind'];
  stored: StoredWish;
  /** Why the change is forbidden; null if it is allowed. */
  forbidden: ErrorCode | null;
  /** How a change of seats or plan is billed; null for other kinds. */
  billed: BilledChange | null;
  /** The plan and the number of seats after the change. */
  plan: Plan;
  quantity: number;
  startsNewPeriod: boolean;
  /** Whether the change may charge the customer today. */
  mayCharge: boolean;
  needsReauthentication: boolean;
  needsTypedQuantity: boolean;
}

type WishDeps = Pick<Deps, 'log' | 'paddle' | 'plans' | 'prices'>;

/** Returns whether a plan can be bought; null if Paddle's prices aren't available. */
async function isSold(deps: WishDeps, plan: StoredPlan, country: string): Promise<boolean | null> {
  if (plan.retiredAt !== null) return false;
  const { offers, priceSource } = await offerPlans(deps, { product: plan.product, country });
  return priceSource === 'plan' ? null : offers.some((offer) => offer.plan.id === plan.id);
}

/** Throws `not_found` if a plan is wanted that doesn't exist. */
export async function readWish(
  deps: WishDeps,
  subject: OwnedSubject,
  { change, country }: { change: WantedChange; country: string },
): Promise<Wish> {
  const { licence, subscription } = subject;
  const { plan, quantity } = licence;
  const capabilities = capabilitiesFor(deps, subject);
  const forbidden = forbiddenChanges(subject, { capabilities, open: subject.open })[change.kind];
  const unchanged: Omit<Wish, 'kind'> = {
    stored: {},
    forbidden,
    billed: null,
    plan,
    quantity,
    startsNewPeriod: false,
    mayCharge: false,
    needsReauthentication: false,
    needsTypedQuantity: false,
  };
  switch (change.kind) {
    case 'seats': {
      const billed = changeOfSeats(licence, change.quantity);
      return {
        ...unchanged,
        kind: 'seats',
        stored: { quantity: change.quantity },
        forbidden: forbidden ?? (change.quantity === quantity ? 'same_seats' : null),
        billed,
        quantity: change.quantity,
        mayCharge: billed.terms.billNow,
        needsReauthentication: true,
        needsTypedQuantity: change.quantity > typeTwiceAbove(quantity),
      };
    }
    case 'plan': {
      const wanted = await deps.plans.findById(change.planId);
      if (!wanted) throw new AppError('not_found', `there is no plan ${change.planId}`);
      const rule = forbidden ?? forbidsPlan(plan, wanted, await isSold(deps, wanted, country));
      const isNewPeriod = startsNewPeriod(plan, wanted, capabilities);
      const billed = changeOfPlan(plan, wanted, isNewPeriod);
      return {
        ...unchanged,
        kind: 'plan',
        stored: { planId: wanted.id, paddlePlanId: wanted.paddlePlanId },
        forbidden: rule,
        billed,
        plan: wanted,
        startsNewPeriod: isNewPeriod,
        mayCharge: billed.terms.billNow,
        needsReauthentication: true,
      };
    }
    case 'resume': {
      const isPaused = subscription?.status === 'paused';
      return { ...unchanged, kind: 'resume', startsNewPeriod: isPaused, mayCharge: isPaused };
    }
    default:
      return { ...unchanged, kind: change.kind };
  }
}
