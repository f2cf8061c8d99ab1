/** Formatting conventions of each language. To add one, see docs/extending.md, "A language". */
import type { Locale } from '#shared/accounts/accounts.ts';
import { typesetFrench } from './typeset-french.ts';

export interface Language {
  /** BCP 47 tag with the region whose date and number formats it uses. */
  tag: string;
  /** The language's own name, for the language switchers. */
  ownName: string;
  /** Separator between a date and the time of day. */
  beforeTime: string;
  /** How the first day of a month is written; null for a plain 1. */
  firstOfMonth: string | null;
  /**
   * Replaces plain spaces in messages with the non-breaking spaces that the language requires; null if it requires
   * none.
   */
  typeset: (<T>(messages: T) => T) | null;
}

/** The supported languages. English follows British conventions. */
export const languages = {
  en: { tag: 'en-GB', ownName: 'English', beforeTime: ', ', firstOfMonth: null, typeset: null },
  fr: { tag: 'fr-FR', ownName: 'Français', beforeTime: ' à ', firstOfMonth: '1er', typeset: typesetFrench },
} as const satisfies Record<Locale, Language>;

/** Formats a date from `Intl` parts for running text, with a non-breaking space between day and month. */
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
