/** What a menu or a link in passing could not do, said over the page: where it was pressed there is no room for it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { AuthFailure } from '#client/api/auth-failure.ts';
import { failureOf } from '#client/api/failure.ts';
import { Alert } from '#client/ui/alert.tsx';
import classes from './failure-bar.module.css';
import { FailureWords } from './failure-notice.tsx';
import { useAuthSentence } from './use-auth-sentence.ts';

interface FailureBarProps {
  error: Error;
  onClose: () => void;
}

export function FailureBar({ error, onClose }: FailureBarProps) {
  const t = useTranslations('app');
  const sentenceOf = useAuthSentence();
  return (
    <div className={classes.bar}>
      <Alert tone="danger" role="alert" action={<Button onClick={onClose}>{t('close')}</Button>}>
        {error instanceof AuthFailure ? (
          <p>{sentenceOf(error)}</p>
        ) : (
          <FailureWords failure={failureOf(error)} />
        )}
      </Alert>
    </div>
  );
}
