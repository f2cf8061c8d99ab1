/** The sign-in page: password, passkey or provider. */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { useTakeoverNotice } from '#client/brand/takeover-notice.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { SocialNotice } from '#client/features/identity/social/oauth-outcome.tsx';
import { ProviderButtons } from '#client/features/identity/social/provider-buttons.tsx';
import { useCompleteSignIn } from '#client/features/identity/use-complete-sign-in.ts';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { PasswordField, TextField } from '#client/forms/field.tsx';
import { GivenEmail, GivenPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { wishOf } from '#shared/catalogue/wish.ts';
import { pages } from '#shared/pages.ts';
import classes from './login-page.module.css';
import { PasskeyButton } from './passkey-button.tsx';
import { TwoStepSignIn } from './two-step-sign-in.tsx';

export function LoginPage() {
  const t = useTranslations('auth');
  const { next, social, provider, ...search } = useSearch({ from: '/auth/login' });
  const { waiting } = useRouteContext({ from: '/auth/login' });
  const enter = useCompleteSignIn(next);
  const signIn = useSignIn(next, enter);
  const isNoticed = useTakeoverNotice();
  const { email, givenPassword } = useFieldSentences();
  const form = useForm({
    initialValues: { email: search.email ?? '', password: '', rememberMe: true },
    schema: z.object({ email: GivenEmail, password: GivenPassword }),
    sentences: { email, password: givenPassword },
    onSubmit: (values) =>
      signIn.mutate({ ...values, email: values.email.trim(), wish: wishOf(next) ?? undefined }),
    error: signIn.error,
    validatesWhileTyping: true,
  });
  const isUnconfirmed = signIn.isError && failureOf(signIn.error).code === 'email_not_verified';
  if (waiting) return <TwoStepSignIn offered={waiting} next={next} onSignedIn={enter} />;

  return (
    <div className="stack g5">
      <AuthHeading title={t('signIn')}>
        <p className="q">
          {t('newHere')}{' '}
          <Link className="m" to={pages.register} search={{ next }}>
            {t('createAccount')}
          </Link>
        </p>
      </AuthHeading>
      {isNoticed && <Alert>{t('newLook')}</Alert>}
      {!social && <WhyHere {...search} />}
      <SocialNotice outcome={social} provider={provider} />
      <Form className="stack" {...form.props}>
        {form.formError && (
          <AuthAlert error={form.formError}>
            {isUnconfirmed && (
              <LinkButton to={pages.verifyEmail} search={{ email: form.values.email.trim(), next }} mt="xs">
                {t('sendLink')}
              </LinkButton>
            )}
          </AuthAlert>
        )}
        <TextField
          label={t('email')}
          {...form.input('email')}
          type="email"
          autoComplete="username webauthn"
        />
        <div className={classes.password}>
          <PasswordField label={t('password')} {...form.input('password')} autoComplete="current-password" />
          <Link
            className="link"
            to={pages.forgotPassword}
            search={{ email: form.values.email.trim() || undefined, next }}
          >
            {t('forgotten')}
          </Link>
        </div>
        <Checkbox label={t('remember')} {...form.tick('rememberMe')} />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={signIn.isPending}>
          {t('signIn')}
        </Button>
      </Form>
      <PasskeyButton onSignedIn={enter} />
      <ProviderButtons next={next} />
      {isNoticed && (
        <p className="sm q">
          {t.rich('otherService', {
            reset: (words) => (
              <Link to={pages.forgotPassword} search={{ next }}>
                {words}
              </Link>
            ),
          })}
        </p>
      )}
    </div>
  );
}

function useSignIn(next: string | undefined, enter: () => Promise<void>) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: authClient.signIn,
    onSuccess: ({ secondFactor }) =>
      secondFactor ? navigate({ to: pages.login, search: { next, second: true }, replace: true }) : enter(),
    // The server has sent a link to confirm the address.
    onError: (error) => {
      if (failureOf(error).code === 'email_not_verified') rememberReturnTo(next);
    },
    meta: { invalidates: [] },
  });
}

type Reasons = Partial<Record<'ended' | 'confirmed' | 'reset', true | undefined>>;

/** Says why the user has been sent to the sign-in page. */
function WhyHere({ ended, confirmed, reset }: Reasons) {
  const t = useTranslations('auth');
  if (ended) return <Alert role="status">{t('signedOut')}</Alert>;
  if (!confirmed && !reset) return null;
  return (
    <Alert tone="ok" role="status">
      {t(confirmed ? 'confirmedText' : 'resetDoneText')}
    </Alert>
  );
}
