/** Adding an authenticator app: what it scans, and the code that shows that it did. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { ReauthenticationCancelled, useReauthentication } from '#client/api/reauthentication.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormError } from '#client/forms/use-form-error.ts';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import { QrCode } from '#client/ui/qr-code.tsx';
import type { AuthenticatorDraft } from '#shared/identity/security-log.ts';
import classes from './two-step-section.module.css';

/** The field takes the focus, and the sentence goes once it is mended. */
const aboutCode = ['code_wrong'] as const;

interface AddAuthenticatorProps {
  draft: AuthenticatorDraft;
  /** Null where those that there are stay. */
  onAdded: (recoveryCodes: string[] | null) => void;
  onCancel: () => void;
}

export function AddAuthenticator({ draft, onAdded, onCancel }: AddAuthenticatorProps) {
  const t = useTranslations('secondFactors');
  const confirmed = useReauthentication();
  const fields = useTranslations('fields');
  const [code, setCode] = useState('');
  const [submitted, setWasSent] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isMissing = code.trim() === '';
  const confirm = useMutation({
    mutationFn: () => confirmed(() => authClient.confirmAuthenticator({ code })),
    onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes),
    meta: { invalidates: ['signInMethods', 'sessions', 'securityLog'] },
  });
  const failure = confirm.error instanceof ReauthenticationCancelled ? null : confirm.error;
  useFormError({ error: failure, about: aboutCode, field });
  return (
    <Form
      refused={confirm.error}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (isMissing) field.current?.focus();
        else confirm.mutate();
      }}
    >
      <p>{t('scan')}</p>
      <div className={classes.draft}>
        <div className="stack g2">
          <QrCode text={draft.uri} label={t('qr')} />
          {/* Nobody can scan their own screen. */}
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
      {failure && <AuthAlert error={failure} />}
      <TextField
        label={t('code')}
        hint={t('codeHint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        autoFocus
        ref={field}
        error={submitted && isMissing ? fields('codeMissing') : null}
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
          confirm.reset();
        }}
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
