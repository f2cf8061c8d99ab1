/** Words for the price of a period or of a seat. */
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { frequencyOf } from './server-words.ts';

const words = {
  Monthly: { aSeat: 'offers.aSeatMonth', aPeriod: 'offers.aMonth' },
  Annual: { aSeat: 'offers.aSeatYear', aPeriod: 'offers.aYear' },
} as const;

/**
 * Returns the names of the messages that follow a price. Empty if this page doesn't know the frequency: the price is
 * then shown without one, rather than wrongly as monthly or yearly.
 */
export function priceWordsOf(plan: { frequency: Frequency }): Partial<(typeof words)[Frequency]> {
  const frequency = frequencyOf(plan);
  return frequency === null ? {} : words[frequency];
}
