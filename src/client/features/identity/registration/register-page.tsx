/** A new account: name, e-mail, password, and the terms. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { ProviderButtons } from '#client/features/identity/social/provider-buttons.tsx';
import { checkEmail, checkName, checkNewPassword } from '#client/forms/check-values.ts';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { PasswordField, TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormValues } from '#client/forms/use-form-values.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

export function RegisterPage() {
  const t = useTranslations('auth');
  const { locale, formats } = useLocale();
  const { next } = useSearch({ from: '/auth/register' });
  const navigate = useNavigate();
  const signUp = useMutation({
    mutationFn: authClient.signUp,
    onSuccess: async (_nothing, { email }) => {
      rememberReturnTo(next);
      await navigate({ to: pages.verifyEmail, search: { email } });
    },
    meta: { invalidates: [] },
  });
  const { entries, set, errorOf, formProps } = useFormValues({
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
      <AuthHeading title={t('createAccount')}>
        <p className="q">
          {t('haveAccount')}{' '}
          <Link className="m" to={pages.login} search={{ next }}>
            {t('signIn')}
          </Link>
        </p>
      </AuthHeading>
      <Form refused={signUp.error} names={{ termsAccepted: 'terms' }} className="stack" {...formProps}>
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
        <Checkbox
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
      </Form>
      <ProviderButtons next={next} />
    </div>
  );
}
