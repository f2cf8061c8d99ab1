/** Lists what can be changed about the subscription of a licence, and why the rest can't. */
import type { Deps } from '#server/deps.ts';
import { offerPlans } from '#server/features/catalogue/offer-plans.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import type { PaddleCapabilities } from '#server/platform/paddle/port.ts';
import type { ChangeOptions, PlanChoice } from '#shared/billing/changes.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { toProgress } from './change-progress.ts';
import { forbiddenChanges, forbidsPlan, startsNewPeriod } from './change-rules.ts';
import { capabilitiesFor, findSubject, type OwnedSubject } from './find-subject.ts';

type OptionsDeps = Pick<
  Deps,
  'licences' | 'log' | 'paddle' | 'plans' | 'prices' | 'subscriptionChanges' | 'subscriptions'
>;

/** Returns the plans of the same product, except the current one. Plans that Paddle doesn't sell can't be chosen. */
async function planChoices(
  deps: Pick<Deps, 'log' | 'plans' | 'prices'>,
  { plan }: OwnedSubject['licence'],
  { country, capabilities }: { country: string; capabilities: Pick<PaddleCapabilities, 'intervalChange'> },
): Promise<PlanChoice[]> {
  const all = await deps.plans.listByProduct(plan.product);
  const { offers, priceSource } = await offerPlans(deps, { product: plan.product, country });
  return all
    .filter(({ id }) => id !== plan.id)
    .map((each) => {
      const offer = offers.find((one) => one.plan.id === each.id);
      return {
        planId: each.id,
        friendlyName: each.friendlyName,
        description: each.description,
        translations: each.translations,
        frequency: each.frequency,
        isPerSeat: isSoldPerSeat(each.product),
        price: offer?.unitPrice ?? each.price,
        priceSource: offer ? priceSource : 'plan',
        startsNewPeriod: startsNewPeriod(plan, each, capabilities),
        forbids: forbidsPlan(plan, each, priceSource === 'paddle' ? offer !== undefined : null),
      };
    });
}

/** `country` is where the customer would buy. It determines the prices of the other plans. */
export async function changeOptions(
  deps: OptionsDeps,
  { licenceId, userId, country }: { licenceId: number; userId: number; country: string },
): Promise<ChangeOptions> {
  const subject = await findSubject(deps, { licenceId, userId });
  const { licence, subscription, open } = subject;
  const { plan, quantity } = licence;
  const capabilities = capabilitiesFor(deps, subject);
  const forbids = forbiddenChanges(subject, { capabilities, open });
  const isPayable = subscription !== null && subscription.status !== 'deleted';
  const plans = isPayable ? await planChoices(deps, licence, { country, capabilities }) : [];
  const [latest] = open.toReversed();
  return {
    licenceId,
    product: plan.product,
    planId: plan.id,
    planName: plan.friendlyName,
    frequency: plan.frequency,
    quantity,
    isPerSeat: isSoldPerSeat(plan.product),
    paidThrough: certainThrough(licence),
    pausesOn: subscription?.pausedFrom ?? null,
    forbids,
    canBePaused: capabilities.canPause && plan.pauseAllowed,
    plans,
    open: latest ? toProgress(latest, subscription) : null,
  };
}
