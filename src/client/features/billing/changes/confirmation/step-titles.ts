/** Titles of the dialog in the steps that follow its question. */
import { useTranslations } from 'use-intl';
import type { ChangePreview, ChangeProgress } from '#shared/billing/changes.ts';
import { useTermsWords } from './use-terms-words.ts';

export function useStepTitles() {
  const t = useTranslations('changeSteps');
  const { planOf } = useTermsWords();
  return {
    /** Returns null where the question itself is what the customer confirms. */
    ofConfirmation(preview: ChangePreview): string | null {
      if (preview.kind === 'seats') return t('confirmSeats', { count: preview.after.quantity });
      return preview.kind === 'plan' ? t('confirmPlan', { plan: planOf(preview.after, preview) }) : null;
    },
    ofOutcome({ state }: Pick<ChangeProgress, 'state'>, preview: ChangePreview, isUndone: boolean): string {
      if (state !== 'confirmed') return t(state);
      switch (preview.kind) {
        case 'seats':
          return t('seatsDone', { count: preview.after.quantity });
        case 'plan':
          return t('planDone', { plan: planOf(preview.after, preview) });
        case 'cancel':
          return t('cancelDone');
        case 'pause':
          return t('pauseDone');
        case 'resume':
        case 'keep':
          return t(isUndone ? 'undoPauseDone' : 'resumeDone');
      }
    },
  };
}
