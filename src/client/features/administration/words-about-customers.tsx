/** Makes shared parts of the pages speak about a customer, instead of to one. */
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { AboutCustomers } from '#client/i18n/voice.ts';

/** The errors that administrators read in other words than customers. */
const errors = {
  licence_revoked: true,
  change_while_past_due: true,
  change_while_paused: true,
  change_while_pausing: true,
  same_seats: true,
  same_plan: true,
  other_currency: true,
  card_declined: true,
  dispute_open: true,
  key_dispute_open: true,
  key_replaced: true,
  key_unreadable: true,
  change_refused: true,
  changed_meanwhile: true,
  quantity_not_typed: true,
} as const;

const isOfThese = (code: string): code is keyof typeof errors => Object.hasOwn(errors, code);

export function WordsAboutCustomers({ children }: { children: ReactNode }) {
  const t = useTranslations('theirChanges');
  const tErrors = useTranslations('actErrors');
  const words = useMemo(
    () => ({
      changes: {
        today: t('today'),
        carriedOver: t('carriedOver'),
        credited: t('credited'),
        creditLapses: t('creditLapses'),
        reductionLapses: t('reductionLapses'),
        newPeriodDeducted: t('newPeriodDeducted'),
        couponEnds: t('couponEnds'),
        keyStays: t('keyStays'),
        keyWorks: t('keyWorks'),
        unknown: t('unknown'),
        arriving: t('arriving'),
        done: t('done'),
        creditedOnce: (of: { day: string }) => t('creditedOnce', of),
        creditedUntil: (of: { day: string; amount: string }) => t('creditedUntil', of),
        seatsReason: (of: { seats: number; days: number }) => t('seatsReason', of),
        staysValid: (of: { day: string }) => t('staysValid', of),
        worksThrough: (of: { day: string }) => t('worksThrough', of),
      },
      sentenceOf: (code: string) => (isOfThese(code) ? tErrors(code) : null),
    }),
    [t, tErrors],
  );
  return <AboutCustomers value={words}>{children}</AboutCustomers>;
}
