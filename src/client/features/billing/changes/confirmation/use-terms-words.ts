/** Words for what a change is about. The steps of its dialog share them. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { SharedPreview } from '#shared/billing/changes.ts';
import type { Money } from '#shared/money.ts';

type Terms = SharedPreview['before'];

/** Returns whether the change alters what the key contains: the frequency and the number of seats. */
export const isInKey = ({ before, after }: SharedPreview): boolean =>
  before.frequency !== after.frequency || before.quantity !== after.quantity;

export function useTermsWords() {
  const t = useTranslations('changes');
  const { money } = useFormats();
  const frequencyName = useFrequencyName();
  const { planNameOf } = usePlanText();
  return {
    /**
     * Names the plan before or after the change. The frequency tells plans apart, in the customer's language. Only if
     * it doesn't, the plan's own name is used.
     */
    planOf(terms: Terms, { kind, before, after }: SharedPreview, place?: 'within'): string {
      const isAlike = kind === 'plan' && before.frequency === after.frequency;
      return isAlike ? planNameOf(terms) : frequencyName(terms, place);
    },
    /** Says "about" if the portal calculated the amount. */
    amountOf(sum: Money, { source }: SharedPreview): string {
      return source === 'calculated' ? t('about', { amount: money(sum) }) : money(sum);
    },
  };
}
