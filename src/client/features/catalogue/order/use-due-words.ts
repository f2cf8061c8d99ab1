/** Says what an order costs, and how certain that is. */
import { useTranslations } from 'use-intl';
import type { Due } from '#client/features/catalogue/quote.ts';
import { useFormats } from '#client/i18n/locale.tsx';

/** Returns a function that writes "US$90.00", "about US$90.00" or "US$90.00 plus tax". */
export function useDueWords(): (due: Due) => string {
  const t = useTranslations('offers');
  const { money } = useFormats();
  return ({ amount, certainty }) => {
    if (certainty === 'about') return t('about', { amount: money(amount) });
    return certainty === 'before_tax' ? t('plusTax', { amount: money(amount) }) : money(amount);
  };
}
