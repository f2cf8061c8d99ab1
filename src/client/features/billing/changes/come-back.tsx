/** Offers to continue an ended subscription under the same licence, if that is possible. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { KeepQuestion } from './keep-dialog.tsx';

export function ComeBack({ licence: { id, product } }: { licence: Pick<LicenceView, 'id' | 'product'> }) {
  const t = useTranslations('changes');
  const [isAsked, setIsAsked] = useState(false);
  const offer = trpc.billing.changes.keep.preview.useQuery({ licenceId: id });
  if (offer.data?.status !== 'possible') return null;
  return (
    <Alert
      action={
        <Button variant="default" onClick={() => setIsAsked(true)}>
          {t('comeBack')}
        </Button>
      }
    >
      {t('comeBackNote')}
      <Dialog
        opened={isAsked}
        onClose={() => setIsAsked(false)}
        title={t('comeBackTitle', { product })}
        product={product}
      >
        {isAsked && <KeepQuestion licenceId={id} onClose={() => setIsAsked(false)} />}
      </Dialog>
    </Alert>
  );
}
