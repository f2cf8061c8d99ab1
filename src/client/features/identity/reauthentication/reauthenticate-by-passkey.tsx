/** Reauthenticates with a passkey, or explains that the browser doesn't support passkeys. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { confirmWithPasskey, knowsPasskeys } from '#client/webauthn/passkeys.ts';

export function ReauthenticateByPasskey({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useTranslations('confirm');
  const confirm = useMutation({
    mutationFn: confirmWithPasskey,
    onSuccess: onConfirmed,
    meta: { invalidates: ['securityLog'] },
  });
  if (!knowsPasskeys()) return <p className="q">{t('passkeyUnknown')}</p>;
  return (
    <div className="stack">
      {confirm.isError && <AuthAlert error={confirm.error} />}
      <Button variant="default" fullWidth loading={confirm.isPending} onClick={() => confirm.mutate()}>
        {t('byPasskey')}
      </Button>
    </div>
  );
}
