/** Names a plan so that it can be told apart from the others on the page. */

import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { Offer, OfferList } from '#shared/catalogue/catalogue.ts';

/**
 * Returns the billing frequency ("Yearly") as the plan's name, or the plan's own name if several plans share that
 * frequency. `within` is the form for the middle of a sentence ("yearly").
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
