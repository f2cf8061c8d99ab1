/** For whoever has neither password nor passkey: six digits, from a mail to their own address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormError } from '#client/forms/use-form-error.ts';

const aboutCode = ['mail_code_wrong', 'mail_code_expired'] as const;

export function ReauthenticateByCode({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useTranslations();
  const { data: account } = trpc.accounts.me.useQuery();
  const [code, setCode] = useState('');
  const [isIncomplete, setIsIncomplete] = useState(false);
  const digits = code.replaceAll(/\s/g, '');
  const field = useRef<HTMLInputElement>(null);
  /** Once a code is on its way its field stays: what was sent before works on where another could not be sent. */
  const [submitted, setWasSent] = useState(false);
  const send = useMutation({
    mutationFn: authClient.sendConfirmCode,
    onSuccess: () => setWasSent(true),
    meta: { invalidates: [] },
  });
  const verify = useMutation({
    mutationFn: authClient.verifyConfirmCode,
    onSuccess: onConfirmed,
    meta: { invalidates: ['securityLog'] },
  });
  const failure = verify.error ?? send.error;
  const refusal = useFormError({ error: failure, about: aboutCode, field });
  return (
    <Form
      refused={failure}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!submitted) send.mutate();
        else if (/^\d{6}$/.test(digits)) verify.mutate({ code: digits });
        else {
          setIsIncomplete(true);
          field.current?.focus();
        }
      }}
    >
      {refusal.formError && <AuthAlert error={refusal.formError} />}
      <p className="q">{t('person.code.lead', { email: account?.email ?? '' })}</p>
      {submitted && (
        <TextField
          ref={field}
          label={t('person.code.label')}
          hint={t('person.code.hint')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          autoFocus
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setIsIncomplete(false);
            verify.reset();
          }}
          error={isIncomplete ? t('fields.codeIncomplete') : refusal.fieldError}
        />
      )}
      <div className="stack g3">
        <Button
          type="submit"
          variant="ink"
          fullWidth
          data-autofocus
          loading={verify.isPending || (send.isPending && !submitted)}
        >
          {submitted ? t('confirm.submit') : t('person.code.send')}
        </Button>
        {submitted && (
          <Button
            fullWidth
            loading={send.isPending}
            onClick={() => {
              verify.reset();
              send.mutate();
            }}
          >
            {t('person.code.again')}
          </Button>
        )}
      </div>
    </Form>
  );
}
