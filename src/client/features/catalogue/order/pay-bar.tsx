/**
 * The button that leads to Paddle's checkout, with the amount. On phones, it stays in view above the tab bar, where the
 * total may not be in view yet, and says when the amount is charged again.
 */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Due } from '#client/features/catalogue/quote.ts';
import { frequencyOf } from '#client/i18n/server-words.ts';
import type { Offer } from '#shared/catalogue/catalogue.ts';
import classes from './pay-bar.module.css';
import { useDueWords } from './use-due-words.ts';

const again = { Monthly: 'thenMonthly', Annual: 'thenAnnual' } as const;

interface PayBarProps {
  /** Null if the customer hasn't chosen a plan. */
  offer: Offer | null;
  /** What the customer pays; null while that isn't known. */
  due: Due | null;
  isLeaving: boolean;
}

export function PayBar({ offer, due, isLeaving }: PayBarProps) {
  const t = useTranslations('offers');
  const words = useDueWords();
  const frequency = offer && frequencyOf(offer.plan);
  return (
    <div className={classes.bar}>
      {due && frequency && (
        <p className={`sm q ${classes.terms}`}>{t(again[frequency], { amount: words(due) })}</p>
      )}
      <Button type="submit" variant="accent" size="lg" loading={isLeaving}>
        {due ? t('payAmount', { amount: words(due) }) : t('pay')}
      </Button>
    </div>
  );
}
