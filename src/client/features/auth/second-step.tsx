/** Signing in, second step: the code of the app, or a recovery code. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SecondFactor } from '#shared/account-security.ts';
import { pages } from '#shared/pages.ts';
import { authClient } from '../../auth-client.ts';
import { knowsPasskeys, passSecondStep } from '../../passkeys.ts';
import { AuthAlert, authCodeOf } from '../../ui/auth-alert.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { focusOnMount } from '../../ui/focus-on-mount.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { checkCode } from './check-entries.ts';
import { DoorHead } from './door-head.tsx';
import { useEntries } from './use-entries.ts';

interface SecondStepProps {
  offered: readonly SecondFactor[];
  next: string | undefined;
  onSignedIn: () => Promise<void>;
}

export function SecondStep({ offered, next, onSignedIn }: SecondStepProps) {
  const t = useTranslations('secondStep');
  const navigate = useNavigate();
  const [way, setWay] = useState<'app' | 'recoveryCode'>('app');
  const byApp = way === 'app';
  const verify = useMutation({
    mutationFn: byApp ? authClient.verifyTotp : authClient.verifyRecoveryCode,
    onSuccess: onSignedIn,
  });
  const { entries, set, errorOf, formProps } = useEntries({
    initial: { code: '', rememberDevice: false },
    checks: { code: checkCode },
    onReady: (ready) => {
      byPasskey.reset();
      verify.mutate(ready);
    },
  });
  const byPasskey = useMutation({ mutationFn: passSecondStep, onSuccess: onSignedIn });
  const failure = verify.error ?? byPasskey.error;
  const isOver = failure !== null && authCodeOf(failure) === 'sign_in_again';

  return (
    <div className="stack g5">
      <DoorHead title={t('title')}>
        <p className="q">{t(byApp ? 'byApp' : 'byRecoveryCode')}</p>
      </DoorHead>
      <form className="stack" {...formProps}>
        {failure && (
          <AuthAlert error={failure}>
            {isOver && (
              <LinkButton to={pages.login} search={{ next }} mt="xs">
                {t('again')}
              </LinkButton>
            )}
          </AuthAlert>
        )}
        <TextField
          key={way}
          label={t(byApp ? 'code' : 'recoveryCode')}
          name="code"
          inputMode={byApp ? 'numeric' : 'text'}
          autoComplete={byApp ? 'one-time-code' : 'off'}
          autoCapitalize="off"
          spellCheck={false}
          maxLength={40}
          ref={focusOnMount}
          value={entries.code}
          onChange={(event) => set('code', event.currentTarget.value)}
          error={errorOf('code')}
        />
        <CheckField
          label={t('remember')}
          checked={entries.rememberDevice}
          onChange={(event) => set('rememberDevice', event.currentTarget.checked)}
        />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={verify.isPending}>
          <SignInLabel />
        </Button>
      </form>
      <div className="row wrap g2">
        {offered.includes('passkey') && knowsPasskeys() && (
          <Button
            variant="default"
            loading={byPasskey.isPending}
            onClick={() => {
              verify.reset();
              byPasskey.mutate({ rememberDevice: entries.rememberDevice });
            }}
          >
            {t('usePasskey')}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => {
            setWay(byApp ? 'recoveryCode' : 'app');
            set('code', '');
            verify.reset();
          }}
        >
          {t(byApp ? 'useRecoveryCode' : 'useApp')}
        </Button>
        <Button variant="default" onClick={() => void navigate({ to: pages.login, search: { next } })}>
          {t('again')}
        </Button>
      </div>
    </div>
  );
}

function SignInLabel() {
  return useTranslations('auth')('signIn');
}
