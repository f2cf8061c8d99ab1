/**
 * Shows a failed menu or link action in a bar over the page, because there is no room for the message where the user
 * clicked.
 */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { FailureWords } from './failure-alert.tsx';
import classes from './failure-bar.module.css';

interface FailureBarProps {
  error: Error;
  onClose: () => void;
}

export function FailureBar({ error, onClose }: FailureBarProps) {
  const t = useTranslations('app');
  return (
    <div className={classes.bar}>
      <Alert tone="danger" role="alert" action={<Button onClick={onClose}>{t('close')}</Button>}>
        <FailureWords failure={failureOf(error)} />
      </Alert>
    </div>
  );
}
