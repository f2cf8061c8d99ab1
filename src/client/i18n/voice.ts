/** Whom the pages speak to: a customer, or an administrator who reads about one. */
import { createContext, use } from 'react';

interface WordsAboutCustomer {
  /** Returns the sentence for an error that administrators read in words of their own; null for all others. */
  sentenceOf: (code: string) => string | null;
}

/** Null on the pages of customers. */
const Words = createContext<WordsAboutCustomer | null>(null);

/** Provides the words to the pages of administration. */
export const AboutCustomers = Words.Provider;

/** Returns the words for administrators; null if the page speaks to a customer. */
export const useWordsAboutCustomer = (): WordsAboutCustomer | null => use(Words);
