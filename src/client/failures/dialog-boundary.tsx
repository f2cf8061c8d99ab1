/**
 * Renders in a dialog what a query returned, its skeleton or its error. An error that a rule causes would be the same
 * again, so only other errors come with a button for another attempt.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf, isForbidden } from '#client/api/failure.ts';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { useWordsAboutCustomer } from '#client/i18n/voice.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { FailureWords } from './failure-alert.tsx';

interface DialogBoundaryProps<Data> {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  /** Height of the skeleton. Should be close to the content's, so that the dialog doesn't jump. */
  height: string;
  onClose: () => void;
  /** Returns to the customer's input; absent if there is none. */
  onBack?: (() => void) | undefined;
  children: (data: Data) => ReactNode;
}

export function DialogBoundary<Data>({
  query,
  height,
  onClose,
  onBack,
  children,
}: DialogBoundaryProps<Data>) {
  const t = useTranslations();
  const sentenceOf = useFailureSentence();
  const isAboutCustomer = useWordsAboutCustomer() !== null;
  const { data, error, refetch } = query;
  const isFinal = isForbidden(error);
  // What was loaded before a rule forbade it can no longer be confirmed.
  if (data !== undefined && !isFinal) return children(data);
  if (!error) return <Skeleton height={height} />;
  return (
    <div className="stack">
      <Alert tone="warn" role="alert">
        {isFinal ? (
          sentenceOf(failureOf(error))
        ) : (
          <>
            <FailureWords failure={failureOf(error)} />
            <p>{t(isAboutCustomer ? 'failure.sectionSafe' : 'failure.safe')}</p>
          </>
        )}
      </Alert>
      <DialogActions>
        {onBack && <Button onClick={onBack}>{t('changes.back')}</Button>}
        {isFinal || <Button onClick={() => void refetch()}>{t('app.retry')}</Button>}
        <Button variant="ink" data-autofocus onClick={onClose}>
          {t('app.close')}
        </Button>
      </DialogActions>
    </div>
  );
}
