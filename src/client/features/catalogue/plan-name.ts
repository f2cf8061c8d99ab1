/** What a plan is called beside the others. */
import { useTranslations } from 'use-intl';
import type { Offer, OfferList } from '#shared/catalogue.ts';

/** "Yearly" in the page's language; the plan's own name where several plans are yearly. */
export function usePlanName() {
  const t = useTranslations('offers');
  return ({ offers }: Pick<OfferList, 'offers'>, { plan }: Offer): string => {
    const alike = offers.filter((other) => other.plan.frequency === plan.frequency);
    return alike.length > 1 ? plan.friendlyName : t(plan.frequency);
  };
}
