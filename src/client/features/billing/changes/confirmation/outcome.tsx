/** What became of a change: it is being made, was made, was refused, or isn't known yet. */
import { useTranslations } from 'use-intl';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { ChangeProgress } from '#shared/billing/changes.ts';

interface OutcomeProps {
  progress: ChangeProgress;
  /** Whether the page no longer asks what becomes of the change. */
  isUnwatched?: boolean;
}

export function Outcome({ progress: { state, refusal, isVisible }, isUnwatched = false }: OutcomeProps) {
  const t = useTranslations('changes');
  const sentenceOf = useFailureSentence();
  if (state === 'refused') {
    return (
      <Alert tone="danger" role="alert">
        {sentenceOf({ code: refusal ?? 'change_refused', retryAfterSeconds: null })}
      </Alert>
    );
  }
  const confirmed = isVisible ? 'done' : 'arriving';
  const said = state === 'confirmed' ? confirmed : state;
  return (
    <Alert tone={state === 'confirmed' ? 'ok' : 'info'} role="status">
      {t(said)} {isUnwatched && t('unwatched')}
    </Alert>
  );
}
