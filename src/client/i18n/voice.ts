/**
 * The words in which pages speak to administrators about a customer. Customers read the same parts in other words:
 * about what is theirs.
 */
import { createContext, use } from 'react';

/** Sentences about a change of a subscription that differ. */
export interface ChangeWords {
  today: string;
  carriedOver: string;
  credited: string;
  creditLapses: string;
  reductionLapses: string;
  newPeriodDeducted: string;
  couponEnds: string;
  keyStays: string;
  keyWorks: string;
  unknown: string;
  arriving: string;
  done: string;
  creditedOnce: (words: { day: string }) => string;
  creditedUntil: (words: { day: string; amount: string }) => string;
  seatsReason: (words: { seats: number; days: number }) => string;
  staysValid: (words: { day: string }) => string;
  worksThrough: (words: { day: string }) => string;
}

interface WordsAboutCustomer {
  changes: ChangeWords;
  /** Returns the sentence for an error that customers read in other words; null for all others. */
  sentenceOf: (code: string) => string | null;
}

/** Null on the pages of customers. */
const Words = createContext<WordsAboutCustomer | null>(null);

/** Provides the words to the pages of administration. */
export const AboutCustomers = Words.Provider;

/** Returns the words for administrators; null if the page speaks to a customer. */
export const useWordsAboutCustomer = (): WordsAboutCustomer | null => use(Words);
