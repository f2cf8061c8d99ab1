/**
 * The passkey part of the two-step section. It can turn two-step verification with passkeys and security keys on or
 * off, but only for accounts that have no authenticator app.
 */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import type { SignInMethods } from '#shared/identity/security-log.ts';

interface KeyStepPartProps {
  signInMethods: SignInMethods;
  onCodes: (recoveryCodes: readonly string[]) => void;
}

export function SecurityKeyPart({ signInMethods, onCodes }: KeyStepPartProps) {
  const t = useTranslations('secondFactors');
  const { hasPassword } = signInMethods;
  const answersOf = useAnswersOf();
  const { twoStep } = trpc.useUtils().client.identity;
  const turnOn = useReauthenticatedMutation(() => twoStep.turnOn.mutate(), {
    invalidates: ['signInMethods', 'sessions', 'securityLog'],
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const turnOff = useReauthenticatedMutation(() => twoStep.turnOff.mutate(), {
    invalidates: ['signInMethods', 'sessions', 'securityLog'],
    onSuccess: () => answersOf('signInMethods'),
  });
  const failure = turnOn.failure ?? turnOff.failure;
  const canBeTurned = signInMethods.passkeys > 0 && !signInMethods.hasAuthenticator;
  return (
    <div className="stack g3">
      <div>
        <h3>{t('key')}</h3>
        <p className="q">{state()}</p>
      </div>
      {failure && <AuthAlert error={failure} />}
      {canBeTurned && (
        <div className="stack g2">
          {signInMethods.hasTwoStep ? (
            <div>
              <ConfirmButton
                label={t('keyRemove')}
                title={t('keyRemoveTitle')}
                why={t(hasPassword ? 'endsPassword' : 'ends')}
                submit={t('keyRemoveSubmit')}
                keep={t('keep')}
                isPending={turnOff.isPending}
                onSure={() => turnOff.mutate({})}
              />
            </div>
          ) : (
            <>
              <p className="sm q">{t('keyAddHint')}</p>
              <div>
                <Button variant="ink" loading={turnOn.isPending} onClick={() => turnOn.mutate({})}>
                  {t(hasPassword ? 'keyAddPassword' : 'keyAdd')}
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </div>
  );

  function state(): string {
    if (signInMethods.passkeys === 0) return t('keyNone');
    if (signInMethods.hasAuthenticator) return t('keyBesides');
    if (signInMethods.hasTwoStep) return t('keyOn');
    return t(hasPassword ? 'keyOffPassword' : 'keyOff');
  }
}
