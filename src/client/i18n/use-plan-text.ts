/** Names and describes plans in the page's language. */
import { type NamedPlan, planNameIn, planTextIn } from '#shared/languages/plan-text.ts';
import { useLocale } from './locale.tsx';

export function usePlanText() {
  const { locale } = useLocale();
  return {
    planNameOf: (plan: NamedPlan) => planNameIn(locale, plan),
    planTextOf: (plan: Parameters<typeof planTextIn>[1]) => planTextIn(locale, plan),
  };
}
