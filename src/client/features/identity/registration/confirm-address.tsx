/**
 * Shown when the confirmation link was opened in a different browser from the one used to sign up. The user confirms
 * with the password from the registration, or chooses a new one.
 */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { PasswordField } from '#client/forms/field.tsx';
import { GivenPassword, NewPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

interface ConfirmAddressProps {
  token: string;
  /** The page to open once the address is confirmed. */
  next: string | undefined;
  /** Called when the link is no longer valid. */
  onBroken: () => void;
}

export function ConfirmAddress({ token, next, onBroken }: ConfirmAddressProps) {
  const t = useTranslations('auth');
  const tFields = useTranslations('fields');
  const { number } = useFormats();
  const [isNew, setIsNew] = useState(false);
  const confirm = useConfirm(next, onBroken);
  const { newPassword, givenPassword } = useFieldSentences();
  const form = useForm({
    initialValues: { password: '' },
    schema: z.object({ password: isNew ? NewPassword : GivenPassword }),
    sentences: { password: isNew ? newPassword : givenPassword },
    onSubmit: ({ password }) =>
      confirm.mutate(isNew ? { token, newPassword: password } : { token, password }),
    error: confirm.error,
    validatesWhileTyping: true,
    fieldOfPath: { newPassword: 'password' },
  });

  function change(): void {
    setIsNew(!isNew);
    form.reset();
    confirm.reset();
  }

  return (
    <div className="stack g5">
      <AuthHeading title={t('confirmEmail')}>
        <p className="q">{isNew ? t('confirmAnewLead') : t('confirmPasswordLead')}</p>
      </AuthHeading>
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        <PasswordField
          key={String(isNew)}
          label={isNew ? t('newPassword') : t('password')}
          {...form.input('password')}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          hint={isNew ? tFields('passwordHint', { min: number(passwordLength.min) }) : undefined}
        />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={confirm.isPending}>
          {isNew ? t('confirmAnew') : t('confirmNow')}
        </Button>
        {!isNew && <p className="q">{t('confirmUnknownLead')}</p>}
        <Button size="lg" fullWidth onClick={change}>
          {isNew ? t('confirmKnown') : t('confirmUnknown')}
        </Button>
      </Form>
    </div>
  );
}

function useConfirm(next: string | undefined, onBroken: () => void) {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const arrive = async () => {
    tab.forget();
    await utils.accounts.me.fetch(undefined, { staleTime: 0 });
    await navigate({ to: pages.verified, search: { next }, replace: true });
  };
  return useMutation({
    mutationFn: authClient.confirmAddress,
    onSuccess: arrive,
    meta: { invalidates: [] },
    onError: async (error) => {
      const code = failureOf(error).code;
      if (code === 'already_confirmed') await arrive();
      else if (code === 'link_invalid') onBroken();
    },
  });
}
