/** The authenticator part of the two-step section: adds or removes the app. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { ReauthenticationCancelled, useReauthentication } from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import type { AuthenticatorDraft, SignInMethods } from '#shared/identity/security-log.ts';

interface AuthenticatorPartProps {
  signInMethods: SignInMethods;
  onBegun: (draft: AuthenticatorDraft) => void;
}

export function AuthenticatorPart({
  signInMethods: { hasAuthenticator, hasPassword, passkeys },
  onBegun,
}: AuthenticatorPartProps) {
  const t = useTranslations('secondFactors');
  const confirmed = useReauthentication();
  const answersOf = useAnswersOf();
  const { twoStep } = trpc.useUtils().client.identity;
  const begin = useMutation({
    mutationFn: () => confirmed(() => twoStep.beginAuthenticator.mutate()),
    onSuccess: onBegun,
    meta: { invalidates: [] },
  });
  const remove = useMutation({
    mutationFn: () => confirmed(() => twoStep.removeAuthenticator.mutate()),
    onSuccess: () => answersOf('signInMethods'),
    meta: { invalidates: ['signInMethods', 'sessions', 'securityLog'] },
  });
  const failure = begin.error ?? remove.error;
  return (
    <div className="stack g3">
      <div>
        <h3>{t('app')}</h3>
        <p className="q">{t(hasAuthenticator ? 'appOn' : 'appNone')}</p>
      </div>
      {failure && !(failure instanceof ReauthenticationCancelled) && <AuthAlert error={failure} />}
      <div>
        {hasAuthenticator ? (
          <ConfirmButton
            label={t('remove')}
            named={t('removeSubmit')}
            title={t('removeTitle')}
            why={t(passkeys > 0 ? 'removeWhy' : hasPassword ? 'endsPassword' : 'ends')}
            submit={t('removeSubmit')}
            keep={t('keep')}
            isPending={remove.isPending}
            onSure={() => remove.mutate()}
          />
        ) : (
          <Button variant="ink" loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('add')}
          </Button>
        )}
      </div>
    </div>
  );
}
