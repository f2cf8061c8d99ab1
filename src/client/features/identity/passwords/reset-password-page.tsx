/** Where the link of the reset mail ends: a new password. */

import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { checkNewPassword } from '#client/forms/check-values.ts';
import { PasswordField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormValues } from '#client/forms/use-form-values.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { Skeleton } from '#client/ui/skeleton.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

export function ResetPasswordPage() {
  const { token, error } = useSearch({ from: '/auth/reset-password' });
  return token === undefined || error !== undefined ? <BrokenLink /> : <CheckedLink token={token} />;
}

/** Nobody thinks up a password for a link that does not work. */
function CheckedLink({ token }: { token: string }) {
  const { data, isLoading } = useQuery({
    queryKey: ['reset-link', token],
    queryFn: ({ signal }) => authClient.checkResetLink({ token }, { signal }),
    // Once: when it was used it does not work any more, and then the page says what came of it.
    enabled: ({ state }) => state.data === undefined,
    retry: false,
  });
  if (isLoading) return <Skeleton height="16rem" />;
  // A server that does not answer keeps nobody from the form; sending it says what is wrong.
  return data?.works === false ? <BrokenLink /> : <NewPassword token={token} />;
}

function NewPassword({ token }: { token: string }) {
  const t = useTranslations('auth');
  const { number } = useFormats();
  const reset = useMutation({ mutationFn: authClient.resetPassword, meta: { invalidates: [] } });
  const { entries, set, errorOf, formProps } = useFormValues({
    initial: { newPassword: '' },
    checks: { newPassword: checkNewPassword },
    onReady: ({ newPassword }) => reset.mutate({ newPassword, token }),
  });
  if (reset.isError && failureOf(reset.error).code === 'link_invalid') return <BrokenLink />;
  if (reset.isSuccess) {
    return (
      <div className="stack g5" role="status">
        <AuthHeading title={t('resetDone')}>
          <p className="q">{t('resetDoneText')}</p>
        </AuthHeading>
        <LinkButton to={pages.login} variant="ink" size="lg" fullWidth>
          {t('signIn')}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="stack g5">
      <AuthHeading title={t('resetTitle')}>
        <p className="q">{t('resetLead')}</p>
      </AuthHeading>
      <Form refused={reset.error} className="stack" {...formProps}>
        {reset.isError && <AuthAlert error={reset.error} />}
        <PasswordField
          label={t('newPassword')}
          name="newPassword"
          autoComplete="new-password"
          hint={t('passwordHint', { min: number(passwordLength.min) })}
          value={entries.newPassword}
          onChange={(event) => set('newPassword', event.currentTarget.value)}
          error={errorOf('newPassword')}
        />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={reset.isPending}>
          {t('setPassword')}
        </Button>
      </Form>
    </div>
  );
}

function BrokenLink() {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <AuthHeading title={t('linkInvalid')}>
        <p className="q">{t('linkExpiredText')}</p>
      </AuthHeading>
      <LinkButton to={pages.forgotPassword} variant="ink" size="lg" fullWidth>
        {t('sendLink')}
      </LinkButton>
    </div>
  );
}
