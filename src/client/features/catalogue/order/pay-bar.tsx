/** The button that leads to Paddle's checkout, with the amount. It comes after the total and the terms of renewal. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Due } from '#client/features/catalogue/quote.ts';
import classes from './pay-bar.module.css';
import { useDueWords } from './use-due-words.ts';

interface PayBarProps {
  /** What the customer pays; null while that isn't known. */
  due: Due | null;
  isLeaving: boolean;
}

export function PayBar({ due, isLeaving }: PayBarProps) {
  const t = useTranslations('offers');
  const words = useDueWords();
  return (
    <div className={classes.bar}>
      <Button type="submit" variant="accent" size="lg" loading={isLeaving}>
        {due ? t('payAmount', { amount: words(due) }) : t('pay')}
      </Button>
    </div>
  );
}
