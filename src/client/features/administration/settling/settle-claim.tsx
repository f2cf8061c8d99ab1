/** Assigns a purchase that waits for its owner to the customer. Shows what they get before it is done. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import { ActRefused } from '#client/features/administration/acts/act-refused.tsx';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';

interface SettleClaimProps {
  account: Pick<CustomerDetails['account'], 'id' | 'name'>;
  stream: string;
  opened: boolean;
  onClose: () => void;
}

export function SettleClaim({ opened, ...question }: SettleClaimProps) {
  const t = useTranslations('decisions');
  const { account, onClose } = question;
  return (
    <Dialog opened={opened} onClose={onClose} title={t('assignTitle', { name: account.name })}>
      {opened && <Question {...question} />}
    </Dialog>
  );
}

function Question(question: Omit<SettleClaimProps, 'opened'>) {
  const { account, stream, onClose } = question;
  const t = useTranslations('decisions');
  const { client } = trpc.useUtils();
  const preview = trpc.administration.settling.previewClaim.useQuery(
    { stream },
    // What is shown is what is promised, so nothing older is shown, and it doesn't change while it is being read.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <DialogBoundary query={preview} height="12rem" onClose={onClose}>
      {({ isWaiting, licenceId }) =>
        isWaiting ? (
          <ActForm
            will={
              <>
                <p>{t('willAssign', { stream })}</p>
                <p>{licenceId === null ? t('getsNoLicence') : t('getsLicence', { id: String(licenceId) })}</p>
              </>
            }
            submit={t('assign')}
            send={(reason) =>
              client.administration.settling.settleClaim.mutate({ customerId: account.id, stream, reason })
            }
            result={() => t('assigned', { name: account.name })}
            invalidates={['customers', 'flags']}
            onClose={onClose}
          />
        ) : (
          <ActRefused code="changed_meanwhile" onClose={onClose} />
        )
      }
    </DialogBoundary>
  );
}
