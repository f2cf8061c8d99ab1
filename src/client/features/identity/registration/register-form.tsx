/** The form for registering: name, e-mail address, password, and consent to the terms. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { ProviderButtons } from '#client/features/identity/social/provider-buttons.tsx';
import { TermsCheckbox } from '#client/features/identity/terms-checkbox.tsx';
import { PasswordField, TextField } from '#client/forms/field.tsx';
import { AcceptedTerms, NewEmail, NewName, NewPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { wishOf } from '#shared/catalogue/wish.ts';
import { pages } from '#shared/pages.ts';
import { WishHeading } from './wish-heading.tsx';

interface RegisterFormProps {
  /** Shows what a product costs, for a visitor who hasn't chosen a plan yet. */
  priceOf: (product: Product) => ReactNode;
}

export function RegisterForm({ priceOf }: RegisterFormProps) {
  const t = useTranslations('auth');
  const tFields = useTranslations('fields');
  const { locale, formats } = useLocale();
  const { next } = useSearch({ from: '/auth/register' });
  const wish = wishOf(next);
  const navigate = useNavigate();
  const signUp = useMutation({
    mutationFn: authClient.signUp,
    onSuccess: async (_nothing, { email }) => {
      rememberReturnTo(next);
      await navigate({ to: pages.verifyEmail, search: { email, next, signedUp: true } });
    },
    meta: { invalidates: [] },
  });
  const { name, email, newPassword, terms } = useFieldSentences();
  const form = useForm({
    initialValues: { name: '', email: '', password: '', terms: false },
    schema: z.object({ name: NewName, email: NewEmail, password: NewPassword, terms: AcceptedTerms }),
    sentences: { name, email, password: newPassword, terms },
    onSubmit: (values) =>
      signUp.mutate({
        name: values.name.trim(),
        email: values.email.trim(),
        password: values.password,
        locale,
        ...(wish && { wish }),
      }),
    error: signUp.error,
    validatesWhileTyping: true,
    fieldOfPath: { termsAccepted: 'terms' },
  });

  const toSignIn = (
    <p className="q">
      {t('haveAccount')}{' '}
      <Link className="m" to={pages.login} search={{ next }}>
        {t('signIn')}
      </Link>
    </p>
  );
  return (
    <div className="stack g5">
      {wish ? (
        <WishHeading wish={wish} priceOf={priceOf}>
          {toSignIn}
        </WishHeading>
      ) : (
        <AuthHeading title={t('createAccount')}>{toSignIn}</AuthHeading>
      )}
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        <TextField label={t('name')} {...form.input('name')} autoComplete="name" />
        <TextField label={t('email')} {...form.input('email')} type="email" autoComplete="username" />
        <PasswordField
          label={t('password')}
          {...form.input('password')}
          autoComplete="new-password"
          hint={tFields('passwordHint', { min: formats.number(passwordLength.min) })}
        />
        <TermsCheckbox {...form.tick('terms')} />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={signUp.isPending}>
          {t('createAccount')}
        </Button>
      </Form>
      <ProviderButtons next={next} />
    </div>
  );
}
