/** Signing in, second step: the code of the app, a passkey or security key, or a recovery code. */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { checkCode } from '#client/forms/check-values.ts';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFormError } from '#client/forms/use-form-error.ts';
import { useFormValues } from '#client/forms/use-form-values.ts';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { knowsPasskeys, passSecondStep } from '#client/webauthn/passkeys.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';

interface SecondStepProps {
  offered: readonly SecondFactor[];
  next: string | undefined;
  onSignedIn: () => Promise<void>;
}

type Way = 'app' | 'key' | 'recoveryCode';

/** The field takes the focus, and the sentence goes once it is mended. */
const aboutCode = ['code_wrong', 'recovery_code_wrong'] as const;

const leads = { app: 'byApp', key: 'byKey', recoveryCode: 'byRecoveryCode' } as const;

export function SecondStep({ offered, next, onSignedIn }: SecondStepProps) {
  const t = useTranslations('twoStep');
  const navigate = useNavigate();
  const hasApp = offered.includes('totp');
  const hasKey = offered.includes('passkey') && knowsPasskeys();
  const [way, setWay] = useState<Way>(hasApp ? 'app' : hasKey ? 'key' : 'recoveryCode');
  const verify = useMutation({
    mutationFn: way === 'app' ? authClient.verifyTotp : authClient.verifyRecoveryCode,
    onSuccess: onSignedIn,
    meta: { invalidates: [] },
  });
  const byKey = useMutation({
    mutationFn: passSecondStep,
    onSuccess: onSignedIn,
    meta: { invalidates: [] },
  });
  const { entries, set, errorOf, formProps } = useFormValues({
    initial: { code: '', rememberDevice: false },
    checks: way === 'key' ? {} : { code: checkCode },
    onReady: (ready) => {
      byKey.reset();
      if (way === 'key') askForKey();
      else verify.mutate(ready);
    },
  });
  const failure = verify.error ?? byKey.error;
  const field = useRef<HTMLInputElement>(null);
  useFormError({ error: failure, about: aboutCode, field });

  function askForKey(): void {
    verify.reset();
    byKey.mutate({ rememberDevice: entries.rememberDevice });
  }
  function go(to: Way): void {
    setWay(to);
    set('code', '');
    verify.reset();
    byKey.reset();
  }
  if (isOver(failure)) return <BeginAgain error={failure} next={next} />;

  return (
    <div className="stack g5">
      <AuthHeading title={t('title')}>
        <p className="q">{t(leads[way])}</p>
        {offered.includes('passkey') && !hasKey && <p className="q">{t('keyUnknown')}</p>}
      </AuthHeading>
      <Form refused={failure} className="stack" {...formProps}>
        {failure && <AuthAlert error={failure} />}
        {way !== 'key' && (
          <TextField
            key={way}
            label={t(way === 'app' ? 'code' : 'recoveryCode')}
            name="code"
            inputMode={way === 'app' ? 'numeric' : 'text'}
            autoComplete={way === 'app' ? 'one-time-code' : 'off'}
            autoCapitalize="off"
            spellCheck={false}
            maxLength={40}
            autoFocus
            ref={field}
            value={entries.code}
            onChange={(event) => {
              set('code', event.currentTarget.value);
              verify.reset();
            }}
            error={errorOf('code')}
          />
        )}
        <Checkbox
          label={t('remember')}
          checked={entries.rememberDevice}
          onChange={(event) => set('rememberDevice', event.currentTarget.checked)}
        />
        <Submit key={`submit-${way}`} way={way} isPending={verify.isPending || byKey.isPending} />
      </Form>
      <div className="row wrap g2">
        {way !== 'app' && hasApp && (
          <Button variant="default" onClick={() => go('app')}>
            {t('useApp')}
          </Button>
        )}
        {way !== 'key' && hasKey && (
          <Button variant="default" loading={byKey.isPending} onClick={askForKey}>
            {t('useKey')}
          </Button>
        )}
        {way !== 'recoveryCode' && (
          <Button variant="default" onClick={() => go('recoveryCode')}>
            {t('useRecoveryCode')}
          </Button>
        )}
        <Button variant="default" onClick={() => void navigate({ to: pages.login, search: { next } })}>
          {t('again')}
        </Button>
      </div>
    </div>
  );
}

function Submit({ way, isPending }: { way: Way; isPending: boolean }) {
  const t = useTranslations();
  const isKey = way === 'key';
  return (
    <Button
      type="submit"
      variant="ink"
      size="lg"
      fullWidth
      loading={isPending}
      {...(isKey ? { ref: focusOnMount } : {})}
    >
      {t(isKey ? 'twoStep.useKey' : 'auth.signIn')}
    </Button>
  );
}

/** The sign-in waits no more: no code would be looked at. */
function isOver(failure: unknown): failure is Error {
  const code = failure === null ? null : failureOf(failure).code;
  return code === 'sign_in_again' || code === 'too_many_codes';
}

function BeginAgain({ error, next }: { error: Error; next: string | undefined }) {
  const t = useTranslations('twoStep');
  return (
    <div className="stack g5">
      <AuthHeading title={t('title')} />
      <AuthAlert error={error} />
      <LinkButton to={pages.login} search={{ next }} variant="ink" size="lg" fullWidth ref={focusOnMount}>
        {t('again')}
      </LinkButton>
    </div>
  );
}
