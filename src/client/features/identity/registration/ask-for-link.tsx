/** One field and one button: where to send another link to confirm an address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { checkGivenEmail } from '#client/features/identity/sign-in/check-entries.ts';
import { useFormValues } from '#client/features/identity/sign-in/use-entries.ts';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { TextField } from '#client/ui/forms/field.tsx';
import { Form } from '#client/ui/forms/form.tsx';
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
