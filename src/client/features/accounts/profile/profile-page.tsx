/** The customer's company and address, saved together as one form. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { ProfileForm } from './profile-form.tsx';

export function ProfilePage() {
  const t = useTranslations('person.profile');
  usePageTitle(t('title'));
  // The form never starts from cached data: another page may have changed the profile since.
  const profile = trpc.accounts.profile.find.useQuery(undefined, {
    staleTime: 0,
    refetchOnMount: 'always',
  });
  const [wasFresh, setWasFresh] = useState(false);
  if (!wasFresh && profile.isFetchedAfterMount && !profile.error) setWasFresh(true);
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      <QueryBoundary query={{ ...profile, data: wasFresh ? profile.data : undefined }} height="30rem">
        {(data) => (
          <ProfileForm profile={data} refetch={async () => (await profile.refetch()).data ?? data} />
        )}
      </QueryBoundary>
    </div>
  );
}
