/** One field and one button: where to send another link to confirm an address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { checkGivenEmail } from '#client/forms/check-values.ts';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormValues } from '#client/forms/use-form-values.ts';
import { pages } from '#shared/pages.ts';

export function AskForLink() {
  const t = useTranslations('auth');
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: authClient.sendVerification,
    onSuccess: (_nothing, { email }) => navigate({ to: pages.verifyEmail, search: { email } }),
    meta: { invalidates: [] },
  });
  const { entries, set, errorOf, formProps } = useFormValues({
    initial: { email: '' },
    checks: { email: checkGivenEmail },
    onReady: ({ email }) => send.mutate({ email: email.trim() }),
  });
  return (
    <Form refused={send.error} className="stack" {...formProps}>
      {send.isError && <AuthAlert error={send.error} />}
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        value={entries.email}
        onChange={(event) => set('email', event.currentTarget.value)}
        error={errorOf('email')}
      />
      <Button type="submit" variant="ink" size="lg" fullWidth loading={send.isPending}>
        {t('sendLink')}
      </Button>
    </Form>
  );
}
