/** The settings section for changing the password or setting a first one. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { PasswordField } from '#client/forms/field.tsx';
import { NewPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';

export function PasswordSection() {
  const t = useTranslations('password');
  const signInMethods = trpc.identity.signInMethods.useQuery();
  const [done, setDone] = useState<'changed' | 'wasSet' | null>(null);
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        {signInMethods.data?.hasPassword === false && <p className="q">{t('none')}</p>}
      </div>
      <QueryBoundary query={signInMethods} section={t('title')} height="6rem">
        {({ hasPassword }) => <PasswordForm hasPassword={hasPassword} onDone={setDone} />}
      </QueryBoundary>
      <p className="sm q" role="status">
        {done && t(done)}
      </p>
    </section>
  );
}

interface PasswordFormProps {
  hasPassword: boolean;
  onDone: (what: 'changed' | 'wasSet') => void;
}

function PasswordForm({ hasPassword, onDone }: PasswordFormProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const { passwords } = trpc.useUtils().client.identity;
  const save = useReauthenticatedMutation(
    // `what` is decided when the form is submitted. By the time the response arrives, the account has a password either
    // way.
    async ({ what, newPassword: chosen }: { what: 'changed' | 'wasSet'; newPassword: string }) => {
      await (what === 'changed' ? passwords.change : passwords.setFirst).mutate({ newPassword: chosen });
    },
    {
      invalidates: ['signInMethods', 'sessions', 'securityLog'],
      onSuccess: (_nothing, { what }) => {
        form.reset();
        onDone(what);
      },
    },
  );
  const form = useForm({
    initialValues: { newPassword: '' },
    schema: z.object({ newPassword: NewPassword }),
    sentences: useFieldSentences(),
    onSubmit: ({ newPassword }) => save.mutate({ what: hasPassword ? 'changed' : 'wasSet', newPassword }),
    error: save.failure,
    fieldOfCode: {
      password_same: 'newPassword',
      password_common: 'newPassword',
      password_breached: 'newPassword',
      password_too_short: 'newPassword',
      password_too_long: 'newPassword',
    },
    onChange: () => save.reset(),
  });
  const hint = t('fields.passwordHint', { min: number(passwordLength.min) });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && <AuthAlert error={form.formError} />}
      <PasswordField
        {...form.input('newPassword')}
        label={t('password.label')}
        hint={hasPassword ? `${hint} ${t('password.others')}` : hint}
        autoComplete="new-password"
      />
      <div className="row">
        <Button type="submit" loading={save.isPending}>
          {t(hasPassword ? 'password.change' : 'password.set')}
        </Button>
      </div>
    </Form>
  );
}
