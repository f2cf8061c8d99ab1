/** The security log of a customer. It is fetched when it is asked for, because the audit log says who has read it. */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ownKeys } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { SecurityEventLine } from '#client/features/identity/security-log/security-event-line.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';

export function SecurityLogOfCustomer({ account }: { account: CustomerDetails['account'] }) {
  const t = useTranslations('customer');
  const { client } = trpc.useUtils();
  const may = useMay();
  const [isAsked, setAsked] = useState(false);
  const { id: customerId } = account;
  const log = useInfiniteQuery({
    queryKey: [...ownKeys.customerSecurityLog, customerId],
    queryFn: ({ pageParam }) =>
      client.administration.customers.securityLog.mutate({
        customerId,
        ...(pageParam !== null && { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    enabled: isAsked,
    // Each fetch is an entry of the audit log, so only the button fetches.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    retry: false,
  });
  if (!may('customer.readSecurityLog', account)) return null;
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('securityLog')}</h2>
        <p className="q">{t('securityLogText')}</p>
      </div>
      {isAsked ? (
        <QueryBoundary query={log} section={t('securityLog')} height="12rem">
          {({ pages }) => (
            <>
              <ul className="stack">
                {pages
                  .flatMap(({ events }) => events)
                  .map((event) => (
                    <SecurityEventLine key={event.id} event={event} isFirstNew={false} />
                  ))}
              </ul>
              {log.hasNextPage && (
                <div>
                  <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                    {t('olderEvents')}
                  </Button>
                </div>
              )}
            </>
          )}
        </QueryBoundary>
      ) : (
        <div>
          <Button onClick={() => setAsked(true)}>{t('readSecurityLog')}</Button>
        </div>
      )}
    </section>
  );
}
