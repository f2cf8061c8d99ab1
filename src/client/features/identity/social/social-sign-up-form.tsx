/**
 * Completes a first sign-in with a provider. The user accepts the terms and, if the provider doesn't vouch for an
 * e-mail address, enters one to confirm.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { TermsCheckbox } from '#client/features/identity/terms-checkbox.tsx';
import { useCompleteSignIn } from '#client/features/identity/use-complete-sign-in.ts';
import { TextField } from '#client/forms/field.tsx';
import { AcceptedTerms, NewEmail } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useLocale } from '#client/i18n/locale.tsx';
import { providerName } from '#client/i18n/server-words.ts';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import type { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';

interface FirstSignInFormProps {
  waiting: PendingSocialSignUpView;
  next: string | undefined;
  /** Called with the address that a confirmation e-mail has been sent to. */
  onSent: (email: string) => void;
}

export function SocialSignUpForm({ waiting, next, onSent }: FirstSignInFormProps) {
  const t = useTranslations();
  const { locale } = useLocale();
  const enter = useCompleteSignIn(next);
  const { needsEmail, name } = waiting;
  const provider = providerName(waiting.provider);
  const finish = useMutation({
    mutationFn: authClient.finishFirstSignIn,
    onSuccess: async ({ status }, { email }) => {
      if (status === 'signed_in') return enter();
      rememberReturnTo(next);
      onSent(email ?? '');
    },
    meta: { invalidates: [] },
  });
  const form = useForm({
    initialValues: { email: needsEmail ? (waiting.email ?? '') : '', terms: false },
    schema: z.object({ ...(needsEmail && { email: NewEmail }), terms: AcceptedTerms }),
    sentences: useFieldSentences(),
    onSubmit: ({ email }) => finish.mutate({ locale, ...(needsEmail && { email: email.trim() }) }),
    error: finish.error,
    validatesWhileTyping: true,
    fieldOfPath: { termsAccepted: 'terms' },
  });

  return (
    <div className="stack g5">
      <AuthHeading title={t('providers.first.title')}>
        <p className="q">
          {name === null
            ? t(needsEmail ? 'providers.first.leadMailNoName' : 'providers.first.leadNoName', { provider })
            : t(needsEmail ? 'providers.first.leadMail' : 'providers.first.lead', { provider, name })}
        </p>
      </AuthHeading>
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        {needsEmail ? (
          <TextField
            label={t('auth.email')}
            {...form.input('email')}
            type="email"
            autoComplete="email"
            hint={t('providers.first.emailHint')}
          />
        ) : (
          <p>{t('providers.first.emailKnown', { email: waiting.email ?? '' })}</p>
        )}
        <TermsCheckbox {...form.tick('terms')} />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={finish.isPending}>
          {t(needsEmail ? 'auth.sendLink' : 'providers.first.submit')}
        </Button>
      </Form>
    </div>
  );
}
