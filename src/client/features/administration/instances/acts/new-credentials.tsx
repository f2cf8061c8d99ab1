/** The credentials of a client, shown once: the dialog that shows them is closed only by its buttons. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { CopyableCode } from '#client/features/administration/facts/copyable-code.tsx';
import classes from '#client/features/administration/instances/instances.module.css';
import { BeforeLeaving } from '#client/ui/dialogs/before-leaving.tsx';
import { DialogActions, HeldDialog } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import type { NewCredentials as Credentials } from '#shared/administration/instances.ts';

interface NewCredentialsProps {
  credentials: Credentials;
  onClose: () => void;
}

export function NewCredentials({ credentials: { clientId, clientSecret }, onClose }: NewCredentialsProps) {
  const t = useTranslations();
  const secretId = useId();
  const envId = useId();
  // The names that Monica reads.
  const settings = [
    `CUSTOMER_PORTAL_URL=${window.location.origin}`,
    `CUSTOMER_PORTAL_CLIENT_ID=${clientId}`,
    `CUSTOMER_PORTAL_CLIENT_SECRET=${clientSecret}`,
    '# LICENCE_PRIVATE_KEY=base64:…',
  ].join('\n');
  return (
    <>
      <HeldDialog />
      <BeforeLeaving title={t('clientActs.shown.leave')} why={t('clientActs.shown.leaveWhy')} />
      <Alert tone="warn">
        <p tabIndex={-1} ref={focusOnMount}>
          {t('clientActs.shown.onlyNow')}
        </p>
      </Alert>
      <fieldset className={classes.shown} aria-labelledby={secretId}>
        <p className="m" id={secretId}>
          {t('clientActs.shown.secret')}
        </p>
        <CopyableCode text={clientSecret} label={t('clientActs.shown.copySecret')} />
      </fieldset>
      <fieldset className={classes.shown} aria-labelledby={envId}>
        <p className="m" id={envId}>
          {t('clientActs.shown.env')}
        </p>
        <CopyableCode text={`${settings}\n`} label={t('clientActs.shown.copyEnv')} />
        <p className="sm q">{t('clientActs.shown.envHint')}</p>
      </fieldset>
      <DialogActions>
        <Button variant="ink" onClick={onClose}>
          {t('clientActs.shown.kept')}
        </Button>
      </DialogActions>
    </>
  );
}
