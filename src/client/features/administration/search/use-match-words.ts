/** Says what of a customer matched the text of a search. */
import { useTranslations } from 'use-intl';
import { knownWord } from '#client/i18n/server-words.ts';
import { Matched } from '#shared/administration/customers.ts';

export function useMatchWords() {
  const t = useTranslations('customers');
  return (matched: readonly Matched[]): string =>
    matched
      .flatMap((what) => knownWord(Matched.enum, what) ?? [])
      .map((what) => t(`matched.${what}`))
      .join(', ');
}
