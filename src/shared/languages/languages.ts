/** How each language writes what is not a sentence. Adding a language: docs/extending.md, "A language". */
import type { Locale } from '#shared/accounts/accounts.ts';
import { typesetFrench } from './typeset-french.ts';

export interface Language {
  /** BCP 47, with the region whose dates and numbers it follows. */
  tag: string;
  /** The language's own name, for the switchers. */
  ownName: string;
  /** Between a day and the time of day. */
  beforeTime: string;
  /** How the first of a month is written, where not as a plain 1. */
  firstOfMonth: string | null;
  /** Puts the spaces of the language into sentences that are written with plain ones; null where these are right. */
  typeset: (<T>(messages: T) => T) | null;
}

/** English is British. */
export const languages = {
  en: { tag: 'en-GB', ownName: 'English', beforeTime: ', ', firstOfMonth: null, typeset: null },
  fr: { tag: 'fr-FR', ownName: 'Français', beforeTime: ' à ', firstOfMonth: '1er', typeset: typesetFrench },
} as const satisfies Record<Locale, Language>;

/**
 * A date from the parts that `Intl` gives, as it is read in a running sentence: day and month never part at the end of
 * a line.
 */
export function dateText(
  parts: readonly Intl.DateTimeFormatPart[],
  { firstOfMonth }: Pick<Language, 'firstOfMonth'>,
): string {
  return parts
    .map(({ type, value }, index) => {
      if (type === 'day' && value === '1') return firstOfMonth ?? value;
      const isBetweenDayAndMonth = type === 'literal' && parts[index - 1]?.type === 'day';
      return isBetweenDayAndMonth ? value.replaceAll(' ', '\u00A0') : value;
    })
    .join('');
}
