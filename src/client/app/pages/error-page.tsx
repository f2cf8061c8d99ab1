/** Shown when a page can't be rendered: the server is unavailable, a chunk is missing, or the page has a bug. */
import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { TRPCClientError } from '@trpc/client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { RequestFailure } from '#client/api/failure.ts';
import { browser } from '#client/browser.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { MissingPart, type Recovery, recover } from '#client/lazy-parts.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { EmptyState } from './empty-state.tsx';

/** The error page for routes inside a layout. The layout provides the `main` landmark. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const t = useTranslations();
  const router = useRouter();
  usePageTitle(t('failure.title'));
  if (error instanceof MissingPart) return <PartMissing />;
  if (error instanceof TRPCClientError || error instanceof RequestFailure) {
    const retry = () => {
      reset();
      void router.invalidate();
    };
    return (
      <EmptyState title={t('app.name')}>
        <LoadFailure error={error} onRetry={retry} />
      </EmptyState>
    );
  }
  // The error is none of the above, so it is a bug in the page itself.
  return (
    <EmptyState
      title={t('failure.title')}
      action={<Button onClick={() => browser.reload()}>{t('failure.reload')}</Button>}
    >
      <p className="q">{t('failure.crashed')}</p>
    </EmptyState>
  );
}

/**
 * Shown when a page's code or styles are gone, usually after a release. Reloads the page, and shows a message only if
 * that doesn't help.
 */
function PartMissing() {
  const t = useTranslations();
  const [outcome, setOutcome] = useState<Recovery>('reloading');
  useEffect(() => {
    void recover().then(setOutcome);
  }, []);
  if (outcome === 'reloading') return <Skeleton height="30rem" />;
  return (
    <EmptyState
      title={t('failure.title')}
      action={<Button onClick={() => browser.reload()}>{t('failure.reload')}</Button>}
    >
      <p className="q" role="alert">
        {outcome === 'unreachable' ? t('errors.unreachable') : t('failure.updated')}
      </p>
    </EmptyState>
  );
}

/** The error page for routes without a layout. Adds the `main` landmark. */
export function BareErrorPage(props: ErrorComponentProps) {
  return (
    <main id="main" tabIndex={-1}>
      <ErrorPage {...props} />
    </main>
  );
}
