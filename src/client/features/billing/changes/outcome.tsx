/** What became of a change: it is being made, was made, was refused, or isn't known yet. */
import { useTranslations } from 'use-intl';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { ChangeProgress } from '#shared/billing/changes.ts';

export function Outcome({ progress }: { progress: ChangeProgress }) {
  const t = useTranslations('changes');
  const sentenceOf = useFailureSentence();
  switch (progress.state) {
    case 'asked':
      return <Alert role="status">{t('asked')}</Alert>;
    case 'unknown':
      return <Alert role="status">{t('unknown')}</Alert>;
    case 'confirmed':
      return (
        <Alert tone="ok" role="status">
          {t(progress.isVisible ? 'done' : 'arriving')}
        </Alert>
      );
    case 'refused':
      return (
        <Alert tone="danger" role="alert">
          {sentenceOf({ code: progress.refusal ?? 'change_refused', retryAfterSeconds: null })}
        </Alert>
      );
  }
}
