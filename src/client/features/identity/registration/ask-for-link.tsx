/** One field and one button: where to send another link to confirm an address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { EntryForm } from '#client/ui/forms/form.tsx';
import { TextField } from '#client/ui/forms/field.tsx';
import { checkGivenEmail } from '#client/features/identity/sign-in/check-entries.ts';
import { useEntries } from '#client/features/identity/sign-in/use-entries.ts';

export function AskForLink() {
  const t = useTranslations('auth');
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: authClient.sendVerification,
    onSuccess: (_nothing, { email }) => navigate({ to: pages.verifyEmail, search: { email } }),
    meta: { invalidates: [] },
  });
  const { entries, set, errorOf, formProps } = useEntries({
    initial: { email: '' },
    checks: { email: checkGivenEmail },
    onReady: ({ email }) => send.mutate({ email: email.trim() }),
  });
  return (
    <EntryForm refused={send.error} className="stack" {...formProps}>
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
    </EntryForm>
  );
}
