/** A failure on the page: what happened, what is safe, the way out, the request to name. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Failure, failureOf } from '../failure.ts';
import { Notice } from './notice.tsx';

/** Something could not be loaded. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations();
  return (
    <Notice tone="warn" role="alert" action={<Button onClick={onRetry}>{t('app.retry')}</Button>}>
      <p className="m">{t('failure.title')}</p>
      <FailureWords failure={failureOf(error)} />
      <p>{t('failure.safe')}</p>
    </Notice>
  );
}

/** Something the person did was refused; their entries are still there. */
export function ActionFailure({ error, money = false }: { error: unknown; money?: boolean }) {
  const t = useTranslations('failure');
  return (
    <Notice tone="danger" role="alert">
      <FailureWords failure={failureOf(error)} />
      {money && <p>{t('nothingCharged')}</p>}
    </Notice>
  );
}

function FailureWords({ failure }: { failure: Failure }) {
  const t = useTranslations();
  return (
    <>
      <p>{t(`errors.${failure.code}`)}</p>
      {failure.requestId && <p className="mono">{t('app.requestId', { id: failure.requestId })}</p>}
    </>
  );
}
