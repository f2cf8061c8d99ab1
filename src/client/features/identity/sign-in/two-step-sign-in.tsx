/** The second step of signing in: a code from the authenticator app, a passkey or security key, or a recovery code. */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { TextField } from '#client/forms/field.tsx';
import { GivenCode } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { knowsPasskeys, passTwoStepByPasskey } from '#client/webauthn/passkeys.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';

interface TwoStepSignInProps {
  offered: readonly SecondFactor[];
  next: string | undefined;
  onSignedIn: () => Promise<void>;
}

type Way = 'app' | 'key' | 'recoveryCode';

const leads = { app: 'byApp', key: 'byKey', recoveryCode: 'byRecoveryCode' } as const;

export function TwoStepSignIn({ offered, next, onSignedIn }: TwoStepSignInProps) {
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
    mutationFn: passTwoStepByPasskey,
    onSuccess: onSignedIn,
    meta: { invalidates: [] },
  });
  const failure = verify.error ?? byKey.error;
  const form = useForm({
    initialValues: { code: '', rememberDevice: false },
    schema: way === 'key' ? z.object({}) : z.object({ code: GivenCode }),
    sentences: useFieldSentences(),
    onSubmit: (values) => {
      byKey.reset();
      if (way === 'key') askForKey();
      else verify.mutate(values);
    },
    error: failure,
    focusOfCode: { code_wrong: 'code', recovery_code_wrong: 'code' },
  });

  function askForKey(): void {
    verify.reset();
    byKey.mutate({ rememberDevice: form.values.rememberDevice });
  }
  function go(to: Way): void {
    setWay(to);
    form.setValue('code', '');
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
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        {way !== 'key' && (
          <TextField
            key={way}
            label={t(way === 'app' ? 'code' : 'recoveryCode')}
            {...form.input('code')}
            inputMode={way === 'app' ? 'numeric' : 'text'}
            autoComplete={way === 'app' ? 'one-time-code' : 'off'}
            autoCapitalize="off"
            spellCheck={false}
            maxLength={40}
            autoFocus
          />
        )}
        <Checkbox label={t('remember')} {...form.tick('rememberDevice')} />
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

/** Returns true if the pending sign-in has ended, so that no further code would be accepted. */
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
