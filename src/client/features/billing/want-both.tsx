/** Lets customers who pay for two licences of one product say that they want both. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';

interface WantBothProps {
  /** ID of the later licence. */
  licenceId: number;
  onStored: () => void;
}

export function WantBoth({ licenceId, onStored }: WantBothProps) {
  const t = useTranslations('notice');
  // The page doesn't refetch the licences right away: the answer takes the place of the notice.
  const want = trpc.billing.wantBoth.useMutation({ meta: { invalidates: [] }, onSuccess: onStored });
  return (
    <>
      <Button variant="default" loading={want.isPending} onClick={() => want.mutate({ licenceId })}>
        {t('wantBoth')}
      </Button>
      {want.error && <ActionFailure error={want.error} />}
    </>
  );
}
