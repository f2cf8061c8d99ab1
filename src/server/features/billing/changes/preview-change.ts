/** Shows what a change would do, before anything happens. */
import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import type { ChangePreview, WantedChange } from '#shared/billing/changes.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { namesOf } from '#shared/languages/plan-text.ts';
import { askCost } from './ask-cost.ts';
import { findSubject, type OwnedSubject } from './find-subject.ts';
import { readWish, type Wish } from './wish.ts';

export type PreviewDeps = Pick<
  Deps,
  | 'events'
  | 'licences'
  | 'log'
  | 'paddle'
  | 'plans'
  | 'prices'
  | 'settings'
  | 'subscriptionChanges'
  | 'subscriptions'
>;

/** The customer, and the country where they would buy; null if it is unknown. */
export interface ChangingCustomer {
  userId: number;
  country: string | null;
}

/** Returns the last day on which the licence works without further payments, for changes after which there are none. */
function worksThrough({ licence, subscription }: OwnedSubject, { kind }: Wish): CalendarDate | null {
  // While a payment is overdue, this day has passed: the licence ends with the cancellation.
  if (kind === 'cancel') return certainThrough({ ...licence, status: 'cancelled', endsOn: null });
  if (kind !== 'pause') return null;
  return certainThrough({ ...licence, pausedFrom: subscription?.nextBillOn ?? null });
}

/**
 * Returns what lowers the next payments of a subscription. Only of a credit that covers whole payments is it known that
 * it is one. What Paddle does with it when the subscription is cancelled isn't established.
 */
function lapsesAtEnd(subscription: Subscription): ChangePreview['lapses'] {
  const charge = renewalCharge({ ...subscription, price: subscription.periodPrice });
  if (charge === 'covered') return 'credit';
  return charge === 'less' || charge === 'nothing_yet' ? 'reduction' : null;
}

/** Throws an `AppError` if a rule forbids the change, or if its cost can't be determined. */
export async function previewChange(
  deps: PreviewDeps,
  { userId, country }: ChangingCustomer,
  { licenceId, change }: { licenceId: number; change: WantedChange },
): Promise<ChangePreview> {
  const subject = await findSubject(deps, { licenceId, userId });
  const { licence, subscription } = subject;
  const wish = await readWish(deps, subject, { change, country: country ?? deps.settings.fallbackCountry });
  if (wish.forbidden) throw new AppError(wish.forbidden, `a ${wish.kind} change is forbidden`);
  if (!subscription) throw new AppError('no_subscription', `licence ${licenceId} has no subscription`);
  const cost = await askCost(deps, wish, { subscription, country });
  const currency = licence.lastPaid?.currency ?? licence.plan.price.currency;
  return {
    kind: wish.kind,
    before: {
      planId: licence.plan.id,
      planName: licence.plan.friendlyName,
      planNames: namesOf(licence.plan),
      frequency: licence.plan.frequency,
      quantity: licence.quantity,
      next: cost?.unchanged ?? null,
      price: subscription.periodPrice,
    },
    after: {
      planId: wish.plan.id,
      planName: wish.plan.friendlyName,
      planNames: namesOf(wish.plan),
      frequency: wish.plan.frequency,
      quantity: wish.quantity,
      next: cost?.next ?? null,
      price: cost?.price ?? null,
    },
    firstCharge: cost?.firstCharge ?? null,
    paidThrough: licence.validUntil,
    today: cost?.today ?? { minor: 0, currency },
    source: cost?.source ?? 'paddle',
    isCarriedOver: cost?.isCarriedOver ?? false,
    isCredited: cost?.isCredited ?? false,
    usesEarlierCredit: cost?.usesEarlierCredit ?? false,
    lapses: wish.kind === 'cancel' ? lapsesAtEnd(subscription) : null,
    endsCoupon: cost?.endsDiscount ?? false,
    startsNewPeriod: wish.startsNewPeriod,
    worksThrough: worksThrough(subject, wish),
    needsReauthentication: wish.needsReauthentication,
    needsTypedQuantity: wish.needsTypedQuantity,
  };
}
