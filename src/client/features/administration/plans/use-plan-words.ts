/** Puts plans into words: their details one by one, and intervals at Paddle. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { locales } from '#shared/accounts/accounts.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import type { PlanInterval } from '#shared/catalogue/plan-check.ts';
import { languages } from '#shared/languages/languages.ts';
import type { toValues } from './plan-values.ts';

type PlanLike = Parameters<typeof toValues>[0];

/** One detail of a plan. `kind` is the same for all texts that customers read. */
export interface PlanDetail {
  kind: 'product' | 'paddlePlanId' | 'texts' | 'planName' | 'price' | 'frequency' | 'pauseAllowed';
  label: string;
  value: string;
}

export function usePlanWords() {
  const t = useTranslations('plans');
  const { money } = useFormats();

  const frequencyName = (frequency: Plan['frequency']): string =>
    t(frequency === 'Annual' ? 'yearly' : 'monthly');

  function intervalName({ unit, count }: PlanInterval): string {
    switch (unit) {
      case 'day':
        return t('days', { count });
      case 'week':
        return t('weeks', { count });
      case 'month':
        return t('months', { count });
      case 'year':
        return t('years', { count });
    }
  }

  const detailsOf = (plan: PlanLike): PlanDetail[] => [
    { kind: 'product', label: t('product'), value: plan.product },
    { kind: 'texts', label: t('name'), value: plan.friendlyName },
    { kind: 'texts', label: t('description'), value: plan.description },
    ...locales.flatMap((locale): PlanDetail[] => {
      const language = languages[locale].ownName;
      const text = plan.translations[locale];
      return [
        { kind: 'texts', label: t('nameIn', { language }), value: text?.friendlyName ?? t('none') },
        { kind: 'texts', label: t('descriptionIn', { language }), value: text?.description ?? t('none') },
      ];
    }),
    { kind: 'planName', label: t('nameAtPaddle'), value: plan.planName },
    { kind: 'paddlePlanId', label: t('paddleId'), value: String(plan.paddlePlanId) },
    { kind: 'price', label: t('price'), value: money(plan.price) },
    { kind: 'frequency', label: t('frequency'), value: frequencyName(plan.frequency) },
    { kind: 'pauseAllowed', label: t('pause'), value: t(plan.pauseAllowed ? 'pauseYes' : 'pauseNo') },
  ];

  /** Returns the details that differ, with the value before. */
  function changesOf(before: PlanLike, after: PlanLike): (PlanDetail & { before: string })[] {
    const old = detailsOf(before);
    return detailsOf(after).flatMap((detail, index) => {
      const was = old[index]?.value ?? '';
      return was === detail.value ? [] : [{ ...detail, before: was }];
    });
  }

  return { frequencyName, intervalName, detailsOf, changesOf };
}
