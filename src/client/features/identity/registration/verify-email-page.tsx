/** Tells the user that a confirmation link has been sent, and sends another on request. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { pages } from '#shared/pages.ts';
import { AskForLink } from './ask-for-link.tsx';

export function VerifyEmailPage() {
  const t = useTranslations('auth');
  const { email } = useSearch({ from: '/auth/verify-email' });
  return email ? (
    <LinkSent email={email} />
  ) : (
    <div className="stack g5">
      <AuthHeading title={t('confirmEmail')}>
        <p className="q">{t('confirmLead')}</p>
      </AuthHeading>
      <AskForLink />
    </div>
  );
}

function LinkSent({ email }: { email: string }) {
  const t = useTranslations('auth');
  const again = useMutation({ mutationFn: authClient.sendVerification, meta: { invalidates: [] } });
  return (
    <div className="stack g5">
      <AuthHeading title={t('checkInbox')}>
        <p className="q">{t.rich('linkSent', { email, b: (words) => <b className="b">{words}</b> })}</p>
      </AuthHeading>
      <div className="stack">
        <p className="q">{t('linkHelp')}</p>
        {again.isError && <AuthAlert error={again.error} />}
        {again.isSuccess && (
          <Alert tone="ok" role="status">
            {t('sentAgain')}
          </Alert>
        )}
        <Button size="lg" fullWidth loading={again.isPending} onClick={() => again.mutate({ email })}>
          {t('sendAgain')}
        </Button>
        <p className="row wrap between">
          <Link className="link" to={pages.register}>
            {t('otherAddress')}
          </Link>
          <Link className="link" to={pages.login}>
            {t('backToSignIn')}
          </Link>
        </p>
      </div>
    </div>
  );
}
