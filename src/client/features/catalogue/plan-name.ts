/** Names a plan so that it can be told apart from the others on the page. */

import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import type { Offer, OfferList } from '#shared/catalogue/catalogue.ts';

interface PlanName {
  /** The plan's own name, in the operator's language. */
  name: string;
  /** The billing frequency in the customer's language; null if the name says it already. */
  frequency: string | null;
  /** For the middle of a sentence: the frequency ("yearly"), or the plan's own name if several plans share it. */
  within: string;
}

export function usePlanName() {
  const frequencyName = useFrequencyName();
  return ({ offers }: Pick<OfferList, 'offers'>, { plan }: Offer): PlanName => {
    const alike = offers.filter((other) => other.plan.frequency === plan.frequency);
    const own = { frequency: plan.frequency, planName: plan.friendlyName };
    const frequency = frequencyName(own);
    const isSaid = plan.friendlyName.toLowerCase().includes(frequency.toLowerCase());
    return {
      name: plan.friendlyName,
      frequency: isSaid ? null : frequency,
      within: alike.length > 1 ? plan.friendlyName : frequencyName(own, 'within'),
    };
  };
}
