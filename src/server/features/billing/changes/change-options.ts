/** Lists what can be changed about the subscription of a licence, and why the rest can't. */
import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import { offerPlans } from '#server/features/catalogue/offer-plans.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import type { PaddleCapabilities } from '#server/platform/paddle/port.ts';
import type { ChangeOptions, PlanChoice } from '#shared/billing/changes.ts';
import { isSoldPerSeat, type OfferList } from '#shared/catalogue/catalogue.ts';
import { toProgress } from './change-progress.ts';
import { forbiddenChanges, forbidsPlan, startsNewPeriod } from './change-rules.ts';
import { capabilitiesFor, findSubject, type OwnedSubject } from './find-subject.ts';
import { countryOfPayments } from './payment-country.ts';
import type { PreviewDeps } from './preview-change.ts';

/**
 * Returns the offers in the first of the countries in which they are in the currency that the licence is paid in, which
 * a change of the subscription keeps. Returns those in the first country if there is none.
 */
async function offersInCurrency(
  deps: Pick<Deps, 'log' | 'plans' | 'prices'>,
  { plan, lastPaid }: OwnedSubject['licence'],
  countries: ReadonlySet<string>,
): Promise<OfferList> {
  let first: OfferList | null = null;
  for (const country of countries) {
    const list = await offerPlans(deps, { product: plan.product, country });
    const fits = list.offers.some(({ unitPrice }) => unitPrice.currency === lastPaid?.currency);
    if (fits || lastPaid === null || list.priceSource === 'plan') return list;
    first ??= list;
  }
  if (!first) throw new Error('plans were to be offered in no country');
  return first;
}

/**
 * Returns the plans of the same product that are sold, except the current one. Plans that Paddle doesn't sell can't be
 * chosen.
 */
async function planChoices(
  deps: PreviewDeps,
  { licence, subscription }: Pick<OwnedSubject, 'licence'> & { subscription: Subscription },
  { country, capabilities }: { country: string; capabilities: Pick<PaddleCapabilities, 'intervalChange'> },
): Promise<PlanChoice[]> {
  const { plan } = licence;
  const all = await deps.plans.listOnSale(plan.product);
  const paymentCountry = await countryOfPayments(deps, subscription);
  const { offers, priceSource } = await offersInCurrency(
    deps,
    licence,
    new Set([paymentCountry ?? country, country, deps.settings.fallbackCountry]),
  );
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

/**
 * `country` is where the customer would buy. It determines the prices of the other plans if no payment's country is
 * known.
 */
export async function changeOptions(
  deps: PreviewDeps,
  { licenceId, userId, country }: { licenceId: number; userId: number; country: string },
): Promise<ChangeOptions> {
  const subject = await findSubject(deps, { licenceId, userId });
  const { licence, subscription, open } = subject;
  const { plan, quantity } = licence;
  const capabilities = capabilitiesFor(deps, subject);
  const forbids = forbiddenChanges(subject, { capabilities, open });
  const isPayable = subscription !== null && subscription.status !== 'deleted';
  const plans = isPayable
    ? await planChoices(deps, { licence, subscription }, { country, capabilities })
    : [];
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
