/**
 * The settings section with the security log: sign-ins, failed attempts, and security-related changes to the account.
 */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ownKeys } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { SecurityEventLine } from './security-event-line.tsx';
import classes from './security-log-section.module.css';

/** Number of events shown at first, few enough that the sections below the log are easy to reach. */
const shownAtFirst = 5;

export function SecurityLogSection() {
  const t = useTranslations('securityLog');
  const log = useSecurityLog();
  const [isWhole, setWhole] = useState(false);
  const [seen, setSeen] = useState<number | null>(null);
  const known = log.data?.pages.flatMap(({ events }) => events) ?? [];
  const shown = isWhole ? known : known.slice(0, shownAtFirst);
  const hasMore = shown.length < known.length || log.hasNextPage;
  const showMore = () => {
    setSeen(shown.length);
    setWhole(true);
    if (shown.length === known.length) void log.fetchNextPage();
  };
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      {shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((event, index) => (
            <SecurityEventLine key={event.id} event={event} isFirstNew={index === seen} />
          ))}
        </ul>
      )}
      {log.data && known.length === 0 && <p className="q">{t('none')}</p>}
      {log.isPending && <Skeleton height="12rem" />}
      {log.error && (
        <LoadFailure
          section={t('title')}
          error={log.error}
          onRetry={() => void (log.isFetchNextPageError ? log.fetchNextPage() : log.refetch())}
        />
      )}
      {!log.error && hasMore && (
        <div className="row">
          <Button loading={log.isFetchingNextPage} onClick={showMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Loads the log page by page, newest first. */
function useSecurityLog() {
  const { client } = trpc.useUtils();
  return useInfiniteQuery({
    queryKey: ownKeys.securityLog,
    queryFn: ({ pageParam, signal }) =>
      client.identity.securityLog.query(pageParam === null ? {} : { before: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
}
