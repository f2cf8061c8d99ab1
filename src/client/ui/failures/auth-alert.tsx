/** Why signing in, up or out did not work. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { Alert } from '#client/ui/alert.tsx';
import { useIsOutdated } from '#client/ui/forms/form.tsx';
import { authCodeOf, useAuthSentence } from './use-auth-sentence.ts';

export function AuthAlert({ error, children }: { error: unknown; children?: ReactNode }) {
  const t = useTranslations();
  const sentenceOf = useAuthSentence();
  const isOutdated = useIsOutdated(error);
  const { requestId } = failureOf(error);
  // Whoever thinks better of it has done nothing wrong.
  const isQuiet = authCodeOf(error) === 'passkey_not_given';
  if (isOutdated) return null;
  return (
    <Alert tone={isQuiet ? 'info' : 'danger'} role={isQuiet ? 'status' : 'alert'}>
      <p>{sentenceOf(error)}</p>
      {authCodeOf(error) === 'internal' && requestId && (
        <p className="mono">{t('app.requestId', { id: requestId })}</p>
      )}
      {authCodeOf(error) === 'part_missing' && (
        <Button mt="xs" onClick={() => window.location.reload()}>
          {t('failure.reload')}
        </Button>
      )}
      {children}
    </Alert>
  );
}
