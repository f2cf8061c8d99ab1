/**
 * Target of the link in the e-mail for a first sign-in with a provider. Creates the account, but only in the browser
 * where the sign-in began.
 */

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf } from '#client/api/failure.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { recallReturnTo } from '#client/features/identity/return-to.ts';
import { useCompleteSignIn } from '#client/features/identity/use-complete-sign-in.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { pages } from '#shared/pages.ts';

/** Requires a click, so that mail scanners that open links don't create accounts. */
export function ConfirmSocialSignUp({ token }: { token: string }) {
  const t = useTranslations();
  const [next] = useState(recallReturnTo);
  const enter = useCompleteSignIn(next);
  const confirm = useMutation({
    mutationFn: authClient.confirmFirstSignIn,
    onSuccess: enter,
    meta: { invalidates: [] },
  });
  const code = confirm.isError ? failureOf(confirm.error).code : null;

  if (code === 'first_sign_in_gone') {
    return <Ended title={t('providers.first.gone')} text={t('providers.first.goneText')} />;
  }
  if (code === 'link_invalid') {
    return (
      <div className="stack g5">
        <AuthHeading title={t('providers.first.badLink')}>
          <p className="q">{t('providers.first.badLinkText')}</p>
        </AuthHeading>
        <LinkButton to={pages.finishRegistration} variant="ink" size="lg" fullWidth>
          {t('auth.sendLink')}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="stack g5">
      <AuthHeading title={t('auth.confirmEmail')} />
      {confirm.isError && <AuthAlert error={confirm.error} />}
      <Button
        variant="ink"
        size="lg"
        fullWidth
        loading={confirm.isPending}
        onClick={() => confirm.mutate({ token })}
      >
        {t('auth.confirmNow')}
      </Button>
    </div>
  );
}

/** Shown when no sign-up is pending. Links back to the sign-in page. */
export function Ended({ title, text }: { title: string; text: string }) {
  const t = useTranslations('providers.first');
  return (
    <div className="stack g5">
      <AuthHeading title={title}>
        <p className="q">{text}</p>
      </AuthHeading>
      <LinkButton to={pages.login} variant="ink" size="lg" fullWidth>
        {t('again')}
      </LinkButton>
    </div>
  );
}
