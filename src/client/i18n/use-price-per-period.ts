/** Names the price of a billing period, such as "US$9.00 per month". */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import type { Money } from '#shared/money.ts';

export function usePricePerPeriod() {
  const t = useTranslations('licence');
  const { money } = useFormats();
  return (amount: Money, period: { frequency: Frequency }): string => {
    const price = money(amount);
    const frequency = frequencyOf(period);
    if (frequency === null) return price;
    return frequency === 'Monthly' ? t('perMonth', { price }) : t('perYear', { price });
  };
}
