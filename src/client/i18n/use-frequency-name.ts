/** Names billing frequencies in the page's language. */
import { useTranslations } from 'use-intl';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { frequencyOf } from './server-words.ts';

interface Named {
  frequency: Frequency;
  planName: string;
}

/**
 * Returns a function that names a plan's billing frequency: "Yearly", for the middle of a sentence (`within`) "yearly".
 * French names it with its noun, « Formule annuelle », except below the label « Formule » (`labelled`). Falls back to
 * the plan's name if this page doesn't know the frequency.
 */
export function useFrequencyName(): (plan: Named, place?: 'within' | 'labelled') => string {
  const t = useTranslations('offers');
  return (plan, place) => {
    const frequency = frequencyOf(plan);
    if (frequency === null) return plan.planName;
    return t(place === undefined ? frequency : `${place}.${frequency}`);
  };
}
