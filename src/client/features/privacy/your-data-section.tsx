/** The settings section for the user's data: downloads it as a file, and deletes the account. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import { DeleteAccount } from './delete-account.tsx';
import { fetchPersonalData } from './download-data.ts';

export function YourDataSection() {
  const t = useTranslations('yourData');
  const { data: account } = trpc.accounts.me.useQuery();
  const download = useReauthenticatedMutation(fetchPersonalData, {
    invalidates: ['securityLog'],
    why: 'data',
    onSuccess: (text) => saveFile('customer-portal-data.json', text, 'application/json'),
  });
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      {download.failure && <ActionFailure error={download.failure} />}
      <div className="row wrap">
        <Button loading={download.isPending} onClick={() => download.mutate(undefined)}>
          {t('download')}
        </Button>
        <p className="sm q" role="status">
          {download.isSuccess && t('downloaded')}
        </p>
      </div>
      <div className="stack g2">
        <h3>{t('deletion')}</h3>
        <p className="q">{t('deletionLead')}</p>
        <p className="q">{t('elsewhere')}</p>
      </div>
      {account && <DeleteAccount email={account.email} />}
    </section>
  );
}
