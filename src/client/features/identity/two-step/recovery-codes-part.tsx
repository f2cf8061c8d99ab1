/** Shows how many recovery codes are left and creates new ones. */
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ReauthenticationCancelled, useReauthentication } from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';

export function RecoveryCodesPart({ onCodes }: { onCodes: (recoveryCodes: readonly string[]) => void }) {
  const t = useTranslations('secondFactors');
  const confirmed = useReauthentication();
  const { client } = trpc.useUtils();
  const renew = useMutation({
    mutationFn: () => confirmed(() => client.identity.twoStep.renewRecoveryCodes.mutate()),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
    meta: { invalidates: ['signInMethods', 'securityLog'] },
  });
  return (
    <div className="stack g3">
      <div>
        <h3>{t('codes')}</h3>
        <CodesLeft />
      </div>
      {renew.isError && !(renew.error instanceof ReauthenticationCancelled) && (
        <AuthAlert error={renew.error} />
      )}
      <div>
        <ConfirmButton
          label={t('renew')}
          title={t('renewTitle')}
          why={t('renewWhy')}
          submit={t('renew')}
          keep={t('keep')}
          isPending={renew.isPending}
          onSure={() => renew.mutate()}
        />
      </div>
    </div>
  );
}

const fewCodes = 3;

/**
 * Shows how many recovery codes are left. Renders nothing until the number is known, because the section works without
 * it.
 */
function CodesLeft() {
  const t = useTranslations('secondFactors');
  // Always refetched, because a code may have been used, or new ones created, since the last fetch.
  const { data } = trpc.identity.twoStep.recoveryCodesLeft.useQuery(undefined, { staleTime: 0 });
  if (!data) return null;
  const text = t('codesLeft', { left: data.left });
  if (data.left > fewCodes) return <p className="q">{text}</p>;
  return (
    <Alert tone="warn">
      <p>{text}</p>
      <p>{t('codesFew')}</p>
    </Alert>
  );
}
