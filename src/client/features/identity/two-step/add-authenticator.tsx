/** Adds an authenticator app: shows the QR code, then asks for a code to prove that the app was set up. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ReauthenticationCancelled, useReauthentication } from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { GivenCode } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import { QrCode } from '#client/ui/qr-code.tsx';
import type { AuthenticatorDraft } from '#shared/identity/security-log.ts';
import classes from './two-step-section.module.css';

interface AddAuthenticatorProps {
  draft: AuthenticatorDraft;
  /** Called with the new recovery codes, or null if the existing ones remain valid. */
  onAdded: (recoveryCodes: string[] | null) => void;
  onCancel: () => void;
}

export function AddAuthenticator({ draft, onAdded, onCancel }: AddAuthenticatorProps) {
  const t = useTranslations('secondFactors');
  const confirmed = useReauthentication();
  const { client } = trpc.useUtils();
  const confirm = useMutation({
    mutationFn: (code: string) =>
      confirmed(() => client.identity.twoStep.confirmAuthenticator.mutate({ code })),
    onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes),
    meta: { invalidates: ['signInMethods', 'sessions', 'securityLog'] },
  });
  const failure = confirm.error instanceof ReauthenticationCancelled ? null : confirm.error;
  const form = useForm({
    initialValues: { code: '' },
    schema: z.object({ code: GivenCode }),
    sentences: useFieldSentences(),
    onSubmit: ({ code }) => confirm.mutate(code),
    error: failure,
    focusOfCode: { code_wrong: 'code' },
    onChange: () => confirm.reset(),
  });
  return (
    <Form className="stack" {...form.props}>
      <p>{t('scan')}</p>
      <div className={classes.draft}>
        <div className="stack g2">
          <QrCode text={draft.uri} label={t('qr')} />
          {/* Phones can't scan their own screen, so this link opens the authenticator app directly. */}
          <div className={classes.openApp}>
            <AnchorButton href={draft.uri} variant="default">
              {t('openApp')}
            </AnchorButton>
          </div>
        </div>
        <div className="stack g2">
          <p className="sm m">{t('secret')}</p>
          <p className="mono">{draft.secret.replaceAll(/.{4}(?=.)/g, '$& ')}</p>
          <div>
            <CopyButton text={draft.secret} label={t('copySecret')} />
          </div>
        </div>
      </div>
      {form.formError && <AuthAlert error={form.formError} />}
      <TextField
        label={t('code')}
        hint={t('codeHint')}
        {...form.input('code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        autoFocus
      />
      <div className="row g2">
        <Button type="submit" variant="ink" loading={confirm.isPending}>
          {t('confirm')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
