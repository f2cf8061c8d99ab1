/** What a plan is called beside the others. */

import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { Offer, OfferList } from '#shared/catalogue/catalogue.ts';

/**
 * "Yearly" in the page's language; the plan's own name, as it is written, where several plans are yearly. `within` is
 * the same in the middle of a sentence: "yearly".
 */
export function usePlanName() {
  const frequencyName = useFrequencyName();
  return ({ offers }: Pick<OfferList, 'offers'>, { plan }: Offer): { name: string; within: string } => {
    const alike = offers.filter((other) => other.plan.frequency === plan.frequency);
    const own = { frequency: plan.frequency, planName: plan.friendlyName };
    return alike.length > 1
      ? { name: plan.friendlyName, within: plan.friendlyName }
      : { name: frequencyName(own), within: frequencyName(own, 'within') };
  };
}
