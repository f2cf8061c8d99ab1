/** How often a plan is paid, in words. */
import { useTranslations } from 'use-intl';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { frequencyOf } from './server-words.ts';

interface Named {
  frequency: Frequency;
  planName: string;
}

/** "Yearly", or `within` a sentence "yearly"; the plan's own name where this page does not know how often it is paid. */
export function useFrequencyName(): (plan: Named, place?: 'within') => string {
  const t = useTranslations('offers');
  return (plan, place) => {
    const frequency = frequencyOf(plan);
    if (frequency === null) return plan.planName;
    return t(place === 'within' ? `within.${frequency}` : frequency);
  };
}
