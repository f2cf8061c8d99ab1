/** A page that could not be drawn: the server was away, or we made a mistake. */
import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { TRPCClientError } from '@trpc/client';
import { useTranslations } from 'use-intl';
import { LoadFailure } from '../ui/failure-notice.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Message } from './message.tsx';

/** Inside the frame of the signed-in pages. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  const t = useTranslations();
  const router = useRouter();
  usePageTitle(t('failure.title'));
  if (error instanceof TRPCClientError) {
    const retry = () => {
      reset();
      void router.invalidate();
    };
    return (
      <Message title={t('app.name')}>
        <LoadFailure error={error} onRetry={retry} />
      </Message>
    );
  }
  // A fault in the page itself, or a page whose code cannot be fetched (an older one after a release).
  return (
    <Message
      title={t('failure.title')}
      action={<Button onClick={() => window.location.reload()}>{t('failure.reload')}</Button>}
    >
      <p className="q">{t('failure.crashed')}</p>
    </Message>
  );
}

/** Where there is no frame yet. */
export function BarePageFault(props: ErrorComponentProps) {
  return (
    <main id="main" tabIndex={-1}>
      <PageFault {...props} />
    </main>
  );
}
