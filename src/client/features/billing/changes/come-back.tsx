/** Offers to continue an ended subscription under the same licence, if that is possible. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { useChangeDialogs } from './change-dialogs.tsx';

export function ComeBack({ licence }: { licence: LicenceView }) {
  const t = useTranslations('changes');
  const { ask } = useChangeDialogs();
  const offer = trpc.billing.changes.keep.preview.useQuery({ licenceId: licence.id });
  if (offer.data?.status !== 'possible') return null;
  return (
    <Alert
      action={
        <Button variant="default" onClick={() => ask('come_back', licence)}>
          {t('comeBack')}
        </Button>
      }
    >
      {t('comeBackNote')}
    </Alert>
  );
}
