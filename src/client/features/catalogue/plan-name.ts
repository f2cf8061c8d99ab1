/** What a plan is called beside the others. */
import { useTranslations } from 'use-intl';
import type { Offer, OfferList } from '#shared/catalogue.ts';

/**
 * "Yearly" in the page's language; the plan's own name, as it is written, where several plans are yearly. `within` is
 * the same in the middle of a sentence: "yearly".
 */
export function usePlanName() {
  const t = useTranslations('offers');
  return ({ offers }: Pick<OfferList, 'offers'>, { plan }: Offer): { name: string; within: string } => {
    const alike = offers.filter((other) => other.plan.frequency === plan.frequency);
    return alike.length > 1
      ? { name: plan.friendlyName, within: plan.friendlyName }
      : { name: t(plan.frequency), within: t(`within.${plan.frequency}`) };
  };
}
