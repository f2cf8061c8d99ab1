/**
 * The customer's company and address, saved together as one form. Also shows the name and the e-mail address, which are
 * changed in the settings.
 */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';
import { ProfileForm } from './profile-form.tsx';
import classes from './profile-page.module.css';

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
        <p className="q">
          {t.rich('elsewhere', { settings: (words) => <Link to={pages.settings}>{words}</Link> })}
        </p>
      </div>
      <NameAndEmail />
      <QueryBoundary query={{ ...profile, data: wasFresh ? profile.data : undefined }} height="30rem">
        {(data) => (
          <ProfileForm profile={data} refetch={async () => (await profile.refetch()).data ?? data} />
        )}
      </QueryBoundary>
    </div>
  );
}

function NameAndEmail() {
  const t = useTranslations('person');
  const { data: account } = trpc.accounts.me.useQuery();
  return (
    <section className="card sec stack">
      <h2>{t('profile.nameAndEmail')}</h2>
      {account ? (
        <dl className={classes.facts}>
          <div>
            <dt>{t('name.label')}</dt>
            <dd>{account.name}</dd>
          </div>
          <div>
            <dt>{t('email.title')}</dt>
            <dd>{account.email}</dd>
          </div>
        </dl>
      ) : (
        <Skeleton height="2.75rem" />
      )}
      <p>
        <Link className="link" to={pages.settings} hash="name">
          {t('profile.changeNameOrEmail')}
        </Link>
      </p>
    </section>
  );
}
