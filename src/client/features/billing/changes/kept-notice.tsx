/** Tells customers who come back from Paddle whether their licence continues. */
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { Outcome } from './confirmation/outcome.tsx';
import { isFinished, useProgress } from './confirmation/use-progress.ts';

interface KeptNoticeProps {
  changeId: string;
  product: Product;
  licences: readonly LicenceView[];
  /** Called once the outcome is known. */
  onKnown: () => void;
}

export function KeptNotice({ changeId, product, licences, onKnown }: KeptNoticeProps) {
  const t = useTranslations('changes');
  const { day } = useFormats();
  const { progress, isUnwatched } = useProgress(changeId);
  const renewsOn = licences.find(({ id }) => id === progress?.licenceId)?.renewsOn ?? null;
  const [wasRenewing, setWasRenewing] = useState(false);
  if (progress?.state === 'confirmed' && renewsOn !== null && !wasRenewing) setWasRenewing(true);
  const isKnown = progress !== undefined && isFinished(progress);
  useEffect(() => {
    if (isKnown) onKnown();
  }, [isKnown, onKnown]);
  if (!progress) return null;
  if (progress.state === 'refused') return <Outcome progress={progress} />;
  if (progress.state !== 'confirmed')
    return (
      <Alert role="status">
        {t('keptWaiting')} {isUnwatched && t('unwatched')}
      </Alert>
    );
  // The customer may cancel again while the page is open.
  if (wasRenewing && renewsOn === null) return null;
  return (
    <Alert tone="ok" role="status">
      {t('kept', { product })} {renewsOn !== null && t('keptNext', { day: day(renewsOn) })}
    </Alert>
  );
}
