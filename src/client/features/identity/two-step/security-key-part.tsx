/** Passkeys and security keys, as second step of signing in: turned on and off where there is no app. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { WaysIn } from '#shared/identity/security-log.ts';
import { useAnswersOf } from '#client/api/answers.ts';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { AskFirst } from '#client/ui/dialogs/confirm-button.tsx';
import { useConfirmedMutation } from '#client/api/use-reauthenticated-mutation.ts';

interface KeyStepPartProps {
  waysIn: WaysIn;
  onCodes: (recoveryCodes: readonly string[]) => void;
}

export function KeyStepPart({ waysIn, onCodes }: KeyStepPartProps) {
  const t = useTranslations('secondFactors');
  const { hasPassword } = waysIn;
  const answersOf = useAnswersOf();
  const turnOn = useConfirmedMutation(authClient.turnOnSecondStep, {
    invalidates: ['signInMethods', 'sessions', 'securityLog'],
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const turnOff = useConfirmedMutation(authClient.turnOffSecondStep, {
    invalidates: ['signInMethods', 'sessions', 'securityLog'],
    onSuccess: () => answersOf('signInMethods'),
  });
  const failure = turnOn.failure ?? turnOff.failure;
  const canBeTurned = waysIn.passkeys > 0 && !waysIn.hasAuthenticator;
  return (
    <div className="stack g3">
      <div>
        <h3>{t('key')}</h3>
        <p className="q">{state()}</p>
      </div>
      {failure && <AuthAlert error={failure} />}
      {canBeTurned && (
        <div className="stack g2">
          {waysIn.hasSecondStep ? (
            <div>
              <AskFirst
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
    if (waysIn.passkeys === 0) return t('keyNone');
    if (waysIn.hasAuthenticator) return t('keyBesides');
    if (waysIn.hasSecondStep) return t('keyOn');
    return t(hasPassword ? 'keyOffPassword' : 'keyOff');
  }
}
