/** Reauthenticates with a six-digit code sent by e-mail, for accounts with neither a password nor a passkey. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useForm } from '#client/forms/use-form.ts';

/** A code of six digits. Spaces are allowed anywhere between the digits. */
const SixDigits = z.object({ code: z.string().regex(/^(\s*\d){6}\s*$/) });

export function ReauthenticateByCode({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useTranslations();
  const { data: account } = trpc.accounts.me.useQuery();
  /**
   * Whether a code has been sent. From then on the code field stays visible: if another code can't be sent, the first
   * one is still valid.
   */
  const [wasSent, setWasSent] = useState(false);
  const { reauthentication } = trpc.useUtils().client.identity;
  const send = useMutation({
    mutationFn: () => reauthentication.sendCode.mutate(),
    onSuccess: () => setWasSent(true),
    meta: { invalidates: [] },
  });
  const verify = useMutation({
    mutationFn: (input: { code: string }) => reauthentication.byCode.mutate(input),
    onSuccess: onConfirmed,
    meta: { invalidates: ['securityLog'] },
  });
  const failure = verify.error ?? send.error;
  const form = useForm({
    initialValues: { code: '' },
    schema: wasSent ? SixDigits : z.object({}),
    sentences: { code: () => t('fields.codeIncomplete') },
    onSubmit: ({ code }) => (wasSent ? verify.mutate({ code: code.replaceAll(/\s/g, '') }) : send.mutate()),
    error: failure,
    fieldOfCode: { mail_code_wrong: 'code', mail_code_expired: 'code' },
    onChange: () => verify.reset(),
  });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && <AuthAlert error={form.formError} />}
      <p className="q">{t('emailCode.lead', { email: account?.email ?? '' })}</p>
      {wasSent && (
        <TextField
          {...form.input('code')}
          label={t('emailCode.label')}
          hint={t('emailCode.hint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          autoFocus
        />
      )}
      <div className="stack g3">
        <Button
          type="submit"
          variant="ink"
          fullWidth
          data-autofocus
          loading={verify.isPending || (send.isPending && !wasSent)}
        >
          {wasSent ? t('confirm.submit') : t('emailCode.send')}
        </Button>
        {wasSent && (
          <Button
            fullWidth
            loading={send.isPending}
            onClick={() => {
              verify.reset();
              send.mutate();
            }}
          >
            {t('emailCode.again')}
          </Button>
        )}
      </div>
    </Form>
  );
}
