/** Names a plan so that it can be told apart from the others on the page. */

import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { Offer, OfferList } from '#shared/catalogue/catalogue.ts';
import { saysFrequency } from '#shared/languages/plan-text.ts';

interface PlanName {
  name: string;
  description: string;
  /** The billing frequency in the customer's language; null if the name says it already. */
  frequency: string | null;
  /** For the middle of a sentence: the frequency ("yearly"), or the plan's own name if several plans share it. */
  within: string;
}

export function usePlanName() {
  const frequencyName = useFrequencyName();
  const { planTextOf } = usePlanText();
  return ({ offers }: Pick<OfferList, 'offers'>, { plan }: Offer): PlanName => {
    const alike = offers.filter((other) => other.plan.frequency === plan.frequency);
    const { friendlyName: name, description } = planTextOf(plan);
    const own = { frequency: plan.frequency, planName: name };
    return {
      name,
      description,
      frequency: saysFrequency(name, plan.frequency) ? null : frequencyName(own),
      within: alike.length > 1 ? name : frequencyName(own, 'within'),
    };
  };
}
