/** Failure alerts: what happened, what is safe, how to retry, and the request ID to quote. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Failure, failureOf } from '#client/api/failure.ts';
import { useIsOutdated } from '#client/forms/form.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { useWordsAboutCustomer } from '#client/i18n/voice.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';

interface LoadFailureProps {
  error: unknown;
  onRetry: () => void;
  /** Heading of the section that failed; omitted if the whole page failed. */
  section?: string;
}

/** The alert shown when a page, or a section of it, couldn't be loaded. */
export function LoadFailure({ error, onRetry, section }: LoadFailureProps) {
  const t = useTranslations();
  const isAboutCustomer = useWordsAboutCustomer() !== null;
  const isPart = section !== undefined || isAboutCustomer;
  return (
    <Alert tone="warn" role="alert" action={<Button onClick={onRetry}>{t('app.retry')}</Button>}>
      <p className="m">{section === undefined ? t('failure.title') : t('failure.section', { section })}</p>
      <FailureWords failure={failureOf(error)} />
      <p>{t(isPart ? 'failure.sectionSafe' : 'failure.safe')}</p>
    </Alert>
  );
}

/**
 * The alert shown when an action failed. The form keeps the user's input. With `money`, the alert adds that nothing was
 * charged.
 */
export function ActionFailure({ error, money = false }: { error: unknown; money?: boolean }) {
  const t = useTranslations('failure');
  if (useIsOutdated(error)) return null;
  return (
    <Alert tone="danger" role="alert">
      <FailureWords failure={failureOf(error)} />
      {money && <p>{t('nothingCharged')}</p>}
    </Alert>
  );
}

/** The reason for the failure, and the request ID to quote to support. */
export function FailureWords({ failure }: { failure: Failure }) {
  const t = useTranslations();
  const sentenceOf = useFailureSentence();
  return (
    <>
      <p>{sentenceOf(failure)}</p>
      {failure.requestId && <p className="mono">{t('app.requestId', { id: failure.requestId })}</p>}
    </>
  );
}
