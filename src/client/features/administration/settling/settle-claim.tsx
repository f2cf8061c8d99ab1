/** Assigns a purchase that waits for its owner to the customer. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';

interface SettleClaimProps {
  account: Pick<CustomerDetails['account'], 'id' | 'name'>;
  stream: string;
  onClose: () => void;
}

export function SettleClaim({ account: { id: customerId, name }, stream, onClose }: SettleClaimProps) {
  const t = useTranslations('decisions');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened
      title={t('assignTitle', { name })}
      will={t('willAssign', { stream })}
      submit={t('assign')}
      send={(reason) => client.administration.settling.settleClaim.mutate({ customerId, stream, reason })}
      result={() => t('assigned', { name })}
      invalidates={['customers', 'flags']}
      onClose={onClose}
    />
  );
}
