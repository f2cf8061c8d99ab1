/**
 * Checked only by the compiler. A wrong key, a missing argument or a message without a French translation must cause a
 * type error.
 */
import { useTranslations } from 'use-intl';
import { key } from '#client/i18n/fr/licences/licences.ts';
import type { Translation } from '#client/i18n/translation.ts';

export function Sentences(): string[] {
  const t = useTranslations('licence');
  return [
    t('perMonth', { price: 'US$9.00' }),
    // @ts-expect-error: there is no such sentence
    t('perFortnight'),
    // @ts-expect-error: the sentence names a price
    t('perMonth'),
    // @ts-expect-error: by another name
    t('perMonth', { cost: 'US$9.00' }),
  ];
}

const { heading: _heading, ...keyWithoutHeading } = key;
// @ts-expect-error: the French of one sentence is missing
export const incomplete: Translation['key'] = keyWithoutHeading;
// @ts-expect-error: a sentence that English does not have
export const excess: Translation['key'] = { ...key, extra: 'de trop' };
