/** Where somebody is, and for whom they buy: one form, saved together. */
import { useTranslations } from 'use-intl';
import { trpc } from '../../trpc.ts';
import { LoadFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { ProfileForm } from './profile-form.tsx';

export function ProfilePage() {
  const t = useTranslations('person.profile');
  usePageTitle(t('title'));
  // What is being filled in is not taken away by another answer.
  const { data, error, refetch } = trpc.account.profile.find.useQuery();
  return (
    <div className="stack g5">
      <div className="stack g2">
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      {data ? (
        <ProfileForm profile={data} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading height="30rem" />
      )}
    </div>
  );
}
