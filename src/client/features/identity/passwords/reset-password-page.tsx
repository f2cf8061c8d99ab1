/** Target of the link in the reset e-mail, where the user chooses a new password. */

import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { PasswordField, TextField } from '#client/forms/field.tsx';
import { NewPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

export function ResetPasswordPage() {
  const { token, error, next } = useSearch({ from: '/auth/reset-password' });
  return token === undefined || error !== undefined ? (
    <BrokenLink next={next} />
  ) : (
    <CheckedLink token={token} next={next} />
  );
}

interface LinkProps {
  token: string;
  /** The page to open after signing in, if the link names one. */
  next: string | undefined;
}

/** Checks the link before asking for a new password. */
function CheckedLink({ token, next }: LinkProps) {
  const { data, isLoading } = useQuery({
    queryKey: ['reset-link', token],
    queryFn: ({ signal }) => authClient.checkResetLink({ token }, { signal }),
    // Stops checking once there is a result: using the link makes it invalid, but the page must keep showing the first
    // result.
    enabled: ({ state }) => state.data === undefined,
    retry: false,
  });
  if (isLoading) return <Skeleton height="16rem" />;
  // If the check itself fails, the form is shown anyway; submitting it shows the error.
  return data?.works === false ? (
    <BrokenLink next={next} />
  ) : (
    <ChoosePassword token={token} next={next} email={data?.email} />
  );
}

interface ChoosePasswordProps extends LinkProps {
  /** The account's address; undefined if the link couldn't be checked. */
  email: string | undefined;
}

function ChoosePassword({ token, next, email }: ChoosePasswordProps) {
  const t = useTranslations('auth');
  const tFields = useTranslations('fields');
  const { number } = useFormats();
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const reset = useMutation({
    mutationFn: authClient.resetPassword,
    onSuccess: async () => {
      // The account's sessions have ended, in this browser too.
      tab.forget();
      await utils.accounts.me.fetch(undefined, { staleTime: 0 }).catch(() => null);
      await navigate({ to: pages.login, search: { email, next, reset: true }, replace: true });
    },
    meta: { invalidates: [] },
  });
  const form = useForm({
    initialValues: { newPassword: '' },
    schema: z.object({ newPassword: NewPassword }),
    sentences: useFieldSentences(),
    onSubmit: ({ newPassword }) => reset.mutate({ newPassword, token }),
    error: reset.error,
    validatesWhileTyping: true,
  });
  if (reset.isError && failureOf(reset.error).code === 'link_invalid') return <BrokenLink next={next} />;
  return (
    <div className="stack g5">
      <AuthHeading title={t('resetTitle')}>
        <p className="q">{t('resetLead')}</p>
      </AuthHeading>
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        {email !== undefined && (
          // Also tells password managers which account the password is for.
          <TextField label={t('email')} value={email} readOnly autoComplete="username" />
        )}
        <PasswordField
          label={t('newPassword')}
          {...form.input('newPassword')}
          autoComplete="new-password"
          hint={tFields('passwordHint', { min: number(passwordLength.min) })}
        />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={reset.isPending}>
          {t('setPassword')}
        </Button>
      </Form>
    </div>
  );
}

function BrokenLink({ next }: { next: string | undefined }) {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <AuthHeading title={t('linkInvalid')}>
        <p className="q">{t('linkExpiredText')}</p>
      </AuthHeading>
      <LinkButton to={pages.forgotPassword} search={{ next }} variant="ink" size="lg" fullWidth>
        {t('sendLink')}
      </LinkButton>
    </div>
  );
}
