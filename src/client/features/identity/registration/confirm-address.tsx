/** The link of the confirmation mail in another browser than the one that registered: whose is the password? */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { checkGivenPassword, checkNewPassword } from '#client/forms/check-values.ts';
import { PasswordField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormValues } from '#client/forms/use-form-values.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { pages } from '#shared/pages.ts';

interface ConfirmAddressProps {
  token: string;
  /** The link does not work any more. */
  onBroken: () => void;
}

export function ConfirmAddress({ token, onBroken }: ConfirmAddressProps) {
  const t = useTranslations('auth');
  const { number } = useFormats();
  const [isNew, setIsNew] = useState(false);
  const confirm = useConfirm(onBroken);
  const { entries, set, errorOf, formProps } = useFormValues({
    initial: { password: '' },
    checks: { password: isNew ? checkNewPassword : checkGivenPassword },
    onReady: ({ password }) => confirm.mutate(isNew ? { token, newPassword: password } : { token, password }),
  });

  function change(): void {
    setIsNew(!isNew);
    set('password', '');
    confirm.reset();
  }

  return (
    <div className="stack g5">
      <AuthHeading title={t('confirmEmail')}>
        <p className="q">{isNew ? t('confirmAnewLead') : t('confirmPasswordLead')}</p>
      </AuthHeading>
      <Form refused={confirm.error} names={{ newPassword: 'password' }} className="stack" {...formProps}>
        {confirm.isError && <AuthAlert error={confirm.error} />}
        <PasswordField
          key={String(isNew)}
          label={isNew ? t('newPassword') : t('password')}
          name="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          hint={isNew ? t('passwordHint', { min: number(passwordLength.min) }) : undefined}
          value={entries.password}
          onChange={(event) => set('password', event.currentTarget.value)}
          error={errorOf('password')}
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

function useConfirm(onBroken: () => void) {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const arrive = async () => {
    tab.forget();
    await utils.accounts.me.fetch(undefined, { staleTime: 0 });
    await navigate({ to: pages.verified, search: {}, replace: true });
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
