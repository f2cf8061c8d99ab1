/** Showing again who one is, by the password. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { PasswordField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormError } from '#client/forms/use-form-error.ts';

const aboutPassword = ['password_wrong'] as const;

export function ReauthenticateByPassword({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useTranslations();
  const [password, setPassword] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const confirm = useMutation({
    mutationFn: authClient.confirmWithPassword,
    onSuccess: onConfirmed,
    meta: { invalidates: ['securityLog'] },
  });
  const refusal = useFormError({ error: confirm.error, about: aboutPassword, field });
  return (
    <Form
      refused={confirm.error}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setIsMissing(password === '');
        if (password === '') field.current?.focus();
        else confirm.mutate({ password });
      }}
    >
      {refusal.formError && <AuthAlert error={refusal.formError} />}
      <PasswordField
        ref={field}
        label={t('auth.password')}
        name="password"
        autoComplete="current-password"
        data-autofocus
        value={password}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
          setIsMissing(false);
          confirm.reset();
        }}
        error={isMissing ? t('fields.passwordMissing') : refusal.fieldError}
      />
      <Button type="submit" variant="ink" fullWidth loading={confirm.isPending}>
        {t('confirm.submit')}
      </Button>
    </Form>
  );
}
