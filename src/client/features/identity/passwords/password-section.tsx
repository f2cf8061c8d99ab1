/** Another password, or the first one. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { PasswordField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormError } from '#client/forms/use-form-error.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Password, passwordLength } from '#shared/accounts/accounts.ts';

export function PasswordSection() {
  const t = useTranslations('person.password');
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

/** What is said beside the field. */
const aboutPassword = [
  'password_same',
  'password_common',
  'password_breached',
  'password_too_short',
  'password_too_long',
] as const;

interface PasswordFormProps {
  hasPassword: boolean;
  onDone: (what: 'changed' | 'wasSet') => void;
}

function PasswordForm({ hasPassword, onDone }: PasswordFormProps) {
  const t = useTranslations();
  const { number } = useFormats();
  const [newPassword, setNewPassword] = useState('');
  const [submitted, setWasSent] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const keep = useReauthenticatedMutation(
    // Which of the two it is, is decided when it is sent: by the time of the answer there is a password either way.
    async ({ what, newPassword: chosen }: { what: 'changed' | 'wasSet'; newPassword: string }) => {
      await (what === 'changed' ? authClient.changePassword : authClient.setPassword)({
        newPassword: chosen,
      });
    },
    {
      invalidates: ['signInMethods', 'sessions', 'securityLog'],
      onSuccess: (_nothing, { what }) => {
        setNewPassword('');
        setWasSent(false);
        onDone(what);
      },
    },
  );
  const { min, max } = passwordLength;
  const isRight = Password.safeParse(newPassword).success;
  const refusal = useFormError({ error: keep.failure, about: aboutPassword, field });
  const problem =
    newPassword === ''
      ? t('fields.passwordMissing')
      : newPassword.length > max
        ? t('fields.passwordTooLong', { max: number(max) })
        : t('fields.passwordTooShort', { min: number(min), count: number(newPassword.length) });
  return (
    <Form
      refused={keep.failure}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (isRight) keep.mutate({ what: hasPassword ? 'changed' : 'wasSet', newPassword });
        else field.current?.focus();
      }}
    >
      {refusal.formError && <AuthAlert error={refusal.formError} />}
      <PasswordField
        ref={field}
        label={t('person.password.label')}
        hint={`${t('auth.passwordHint', { min: number(min) })} ${hasPassword ? t('person.password.others') : ''}`.trim()}
        name="newPassword"
        autoComplete="new-password"
        value={newPassword}
        onChange={(event) => {
          setNewPassword(event.currentTarget.value);
          keep.reset();
        }}
        error={refusal.fieldError ?? (submitted && !isRight ? problem : null)}
      />
      <div className="row">
        <Button type="submit" loading={keep.isPending}>
          {t(hasPassword ? 'person.password.change' : 'person.password.set')}
        </Button>
      </div>
    </Form>
  );
}
