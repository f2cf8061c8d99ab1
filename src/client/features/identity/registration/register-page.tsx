/** A new account: name, e-mail, password, and the terms. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';
import { authClient } from '#client/api/auth-client.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { CheckField } from '#client/ui/forms/checkbox.tsx';
import { EntryForm } from '#client/ui/forms/form.tsx';
import { PasswordField, TextField } from '#client/ui/forms/field.tsx';
import { checkEmail, checkName, checkNewPassword } from '#client/features/identity/sign-in/check-entries.ts';
import { DoorHead } from '#client/ui/page/auth-heading.tsx';
import { ProviderButtons } from '#client/features/identity/social/provider-buttons.tsx';
import { useEntries } from '#client/features/identity/sign-in/use-entries.ts';
import { rememberNext } from '#client/features/identity/sign-in/return-to.ts';

export function RegisterPage() {
  const t = useTranslations('auth');
  const { locale, formats } = useLocale();
  const { next } = useSearch({ from: '/door/register' });
  const navigate = useNavigate();
  const signUp = useMutation({
    mutationFn: authClient.signUp,
    onSuccess: async (_nothing, { email }) => {
      rememberNext(next);
      await navigate({ to: pages.verifyEmail, search: { email } });
    },
    meta: { invalidates: [] },
  });
  const { entries, set, errorOf, formProps } = useEntries({
    initial: { name: '', email: '', password: '', terms: false },
    checks: {
      name: checkName,
      email: checkEmail,
      password: checkNewPassword,
      terms: (accepted) => (accepted ? null : { key: 'termsMissing' }),
    },
    onReady: ({ name, email, password }) =>
      signUp.mutate({ name: name.trim(), email: email.trim(), password, locale }),
  });

  return (
    <div className="stack g5">
      <DoorHead title={t('createAccount')}>
        <p className="q">
          {t('haveAccount')}{' '}
          <Link className="m" to={pages.login} search={{ next }}>
            {t('signIn')}
          </Link>
        </p>
      </DoorHead>
      <EntryForm refused={signUp.error} names={{ termsAccepted: 'terms' }} className="stack" {...formProps}>
        {signUp.isError && <AuthAlert error={signUp.error} />}
        <TextField
          label={t('name')}
          name="name"
          autoComplete="name"
          value={entries.name}
          onChange={(event) => set('name', event.currentTarget.value)}
          error={errorOf('name')}
        />
        <TextField
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          value={entries.email}
          onChange={(event) => set('email', event.currentTarget.value)}
          error={errorOf('email')}
        />
        <PasswordField
          label={t('password')}
          name="password"
          autoComplete="new-password"
          hint={t('passwordHint', { min: formats.number(passwordLength.min) })}
          value={entries.password}
          onChange={(event) => set('password', event.currentTarget.value)}
          error={errorOf('password')}
        />
        <CheckField
          name="terms"
          label={t.rich('terms', {
            terms: (words) => <Link to={pages.terms}>{words}</Link>,
            privacy: (words) => <Link to={pages.privacy}>{words}</Link>,
          })}
          checked={entries.terms}
          onChange={(event) => set('terms', event.currentTarget.checked)}
          error={errorOf('terms')}
        />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={signUp.isPending}>
          {t('createAccount')}
        </Button>
      </EntryForm>
      <ProviderButtons next={next} />
    </div>
  );
}
