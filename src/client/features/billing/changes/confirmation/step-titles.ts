/** Titles of the dialog in the steps that follow its question. */
import { useTranslations } from 'use-intl';
import type { ChangeProgress, SharedPreview } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { useTermsWords } from './use-terms-words.ts';

export function useStepTitles() {
  const t = useTranslations('changeSteps');
  const { planOf } = useTermsWords();
  return {
    /** Returns null where the question itself is what the customer confirms. */
    ofConfirmation(preview: SharedPreview): string | null {
      if (preview.kind === 'seats') return t('confirmSeats', { count: preview.after.quantity });
      return preview.kind === 'plan'
        ? t('confirmPlan', { plan: planOf(preview.after, preview, 'within') })
        : null;
    },
    /** The licence is given as it was before the change. */
    ofOutcome(
      { state }: Pick<ChangeProgress, 'state'>,
      preview: SharedPreview,
      { pausesOn }: Pick<LicenceView, 'pausesOn'>,
    ): string {
      if (state !== 'confirmed') return t(state);
      switch (preview.kind) {
        case 'seats':
          return t('seatsDone', { count: preview.after.quantity });
        case 'plan':
          return t('planDone', { plan: planOf(preview.after, preview, 'within') });
        case 'cancel':
          return t('cancelDone');
        case 'pause':
          return t('pauseDone');
        case 'resume':
        case 'keep':
          return t(pausesOn === null ? 'resumeDone' : 'undoPauseDone');
      }
    },
  };
}
