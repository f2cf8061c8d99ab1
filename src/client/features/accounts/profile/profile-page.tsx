/** Where somebody is, and for whom they buy: one form, saved together. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { Skeleton } from '#client/ui/skeleton.tsx';
import { ProfileForm } from './profile-form.tsx';

export function ProfilePage() {
  const t = useTranslations('person.profile');
  usePageTitle(t('title'));
  // A form is not begun on what was known before: it may have been changed from another page since.
  const { data, error, isFetchedAfterMount, refetch } = trpc.accounts.profile.find.useQuery(undefined, {
    staleTime: 0,
    refetchOnMount: 'always',
  });
  const [wasFresh, setWasFresh] = useState(false);
  if (!wasFresh && isFetchedAfterMount && !error) setWasFresh(true);
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      {data && wasFresh ? (
        <ProfileForm profile={data} refetch={async () => (await refetch()).data ?? data} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height="30rem" />
      )}
    </div>
  );
}
