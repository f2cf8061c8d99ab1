/** Tells customers who come back from Paddle whether their licence continues. */
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Outcome } from './confirmation/outcome.tsx';
import { isFinished, useProgress } from './confirmation/use-progress.ts';

interface KeptNoticeProps {
  changeId: string;
  /** Called once the outcome is known. */
  onKnown: () => void;
}

export function KeptNotice({ changeId, onKnown }: KeptNoticeProps) {
  const t = useTranslations('changes');
  const progress = useProgress(changeId);
  const isKnown = progress !== undefined && isFinished(progress);
  useEffect(() => {
    if (isKnown) onKnown();
  }, [isKnown, onKnown]);
  if (!progress) return null;
  if (progress.state === 'refused') return <Outcome progress={progress} />;
  const isKept = progress.state === 'confirmed';
  return (
    <Alert tone={isKept ? 'ok' : 'info'} role="status">
      {t(isKept ? 'kept' : 'keptWaiting')}
    </Alert>
  );
}
