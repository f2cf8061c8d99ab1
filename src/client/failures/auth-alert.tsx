/** Shows why signing in, signing up or changing a sign-in method failed. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { browser } from '#client/browser.ts';
import { useIsOutdated } from '#client/forms/form.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';

export function AuthAlert({ error, children }: { error: unknown; children?: ReactNode }) {
  const t = useTranslations();
  const sentenceOf = useFailureSentence();
  const isOutdated = useIsOutdated(error);
  const failure = failureOf(error);
  // The user cancelled the passkey prompt, which isn't an error.
  const isCancelled = failure.code === 'passkey_not_given';
  if (isOutdated) return null;
  return (
    <Alert tone={isCancelled ? 'info' : 'danger'} role={isCancelled ? 'status' : 'alert'}>
      <p>{sentenceOf(failure)}</p>
      {failure.code === 'internal' && failure.requestId && (
        <p className="mono">{t('app.requestId', { id: failure.requestId })}</p>
      )}
      {failure.code === 'part_missing' && (
        <Button mt="xs" onClick={() => browser.reload()}>
          {t('failure.reload')}
        </Button>
      )}
      {children}
    </Alert>
  );
}
