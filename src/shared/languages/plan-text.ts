/**
 * Decides what a plan is called in a customer's language, and whether that name says how often it is paid. Operators
 * write names and descriptions themselves, and may have written them in one language only.
 */
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import type { Frequency, Plan, PlanNames, PlanText } from '#shared/catalogue/catalogue.ts';

interface FrequencyWords {
  /** What a plan is called whose own name says nothing except its frequency. */
  name: string;
  /** A name that says nothing except the frequency, such as "Monthly plan". */
  isAll: RegExp;
  /** A word in a longer name that says the frequency. */
  isSaid: RegExp;
}

const frequencyWords: Readonly<Record<Locale, Readonly<Record<Frequency, FrequencyWords>>>> = {
  en: {
    Monthly: {
      name: 'Monthly plan',
      isAll: /^monthly( (plan|subscription))?$/i,
      isSaid: /\b(monthly|per month|every month)\b/i,
    },
    Annual: {
      name: 'Yearly plan',
      isAll: /^(yearly|annual)( (plan|subscription))?$/i,
      isSaid: /\b(yearly|annual|annually|per year|every year)\b/i,
    },
  },
  fr: {
    Monthly: {
      name: 'Formule mensuelle',
      isAll: /^((formule|offre) )?mensuelle$|^(abonnement )?mensuel$/i,
      isSaid: /\b(mensuel(le)?|par mois|chaque mois)\b/i,
    },
    Annual: {
      name: 'Formule annuelle',
      isAll: /^((formule|offre) )?annuelle$|^(abonnement )?annuel$/i,
      isSaid: /\b(annuel(le)?|par an|chaque année)(?![\p{L}])/iu,
    },
  },
};

/** Returns undefined for a frequency that a later release of the server sends, and this page doesn't know. */
const wordsOf = (locale: Locale, frequency: Frequency): FrequencyWords | undefined => {
  const words: Readonly<Partial<Record<string, FrequencyWords>>> = frequencyWords[locale];
  return words[frequency];
};

/** A plan's own name, its names in other languages, and its frequency; null if a page doesn't know the frequency. */
export interface NamedPlan {
  planName: string;
  planNames: PlanNames;
  frequency: Frequency | null;
}

/**
 * Returns the plan's name in the language. Where there is no translation, a name such as "Monthly plan", which says
 * nothing except the frequency, is said in the customer's language; any other name is shown as the operator wrote it.
 */
export function planNameIn(locale: Locale, { planName, planNames, frequency }: NamedPlan): string {
  const translated = planNames[locale];
  if (translated) return translated;
  if (frequency === null) return planName;
  const saysNoMore = locales.some(
    (language) => language !== locale && wordsOf(language, frequency)?.isAll.test(planName.trim()),
  );
  return (saysNoMore ? wordsOf(locale, frequency)?.name : null) ?? planName;
}

/** Returns whether a name says the frequency, in any language, so that it isn't said a second time beside the name. */
export const saysFrequency = (name: string, frequency: Frequency): boolean =>
  locales.some((language) => wordsOf(language, frequency)?.isSaid.test(name));

/** Returns the plan's names by language. */
export const namesOf = ({ translations }: Pick<Plan, 'translations'>): PlanNames =>
  Object.fromEntries(Object.entries(translations).map(([locale, text]) => [locale, text.friendlyName]));

/** Returns what customers read about the plan in their language. */
export function planTextIn(
  locale: Locale,
  plan: Pick<Plan, 'friendlyName' | 'description' | 'translations' | 'frequency'>,
): PlanText {
  const names = { planName: plan.friendlyName, planNames: namesOf(plan), frequency: plan.frequency };
  return {
    friendlyName: planNameIn(locale, names),
    description: plan.translations[locale]?.description || plan.description,
  };
}
