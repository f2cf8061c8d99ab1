/** Tells the user that a confirmation link has been sent, and sends another on request. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { wishOf } from '#shared/catalogue/wish.ts';
import { pages } from '#shared/pages.ts';
import { AskForLink } from './ask-for-link.tsx';
import { useLeaveWhenConfirmed } from './use-leave-when-confirmed.ts';

export function VerifyEmailPage() {
  const t = useTranslations('auth');
  const { email, next, signedUp = false } = useSearch({ from: '/auth/verify-email' });
  return email ? (
    <LinkSent email={email} next={next} signedUp={signedUp} />
  ) : (
    <div className="stack g5">
      <AuthHeading title={t('confirmEmail')}>
        <p className="q">{t('confirmLead')}</p>
      </AuthHeading>
      <AskForLink next={next} />
    </div>
  );
}

interface LinkSentProps {
  email: string;
  next: string | undefined;
  /** Whether the user has just signed up. Otherwise they may have asked for a link to an address that needs none. */
  signedUp: boolean;
}

function LinkSent({ email, next, signedUp }: LinkSentProps) {
  const t = useTranslations('auth');
  const hasStopped = useLeaveWhenConfirmed({ email, next });
  const again = useMutation({
    mutationFn: authClient.sendVerification,
    onSuccess: () => rememberReturnTo(next),
    meta: { invalidates: [] },
  });
  return (
    <div className="stack g5">
      <AuthHeading title={t('checkInbox')}>
        <p className="q">
          {t.rich(signedUp ? 'signUpSent' : 'linkSent', {
            email,
            b: (words) => <b className="b">{words}</b>,
          })}
        </p>
      </AuthHeading>
      <div className="stack">
        <p className="q">{t('linkHelp')}</p>
        {hasStopped && <Alert role="status">{t('linkUnwatched')}</Alert>}
        {again.isError && <AuthAlert error={again.error} />}
        {again.isSuccess && (
          <Alert tone="ok" role="status">
            {t('linkSentAgain')}
          </Alert>
        )}
        <Button
          size="lg"
          fullWidth
          loading={again.isPending}
          onClick={() => again.mutate({ email, wish: wishOf(next) ?? undefined })}
        >
          {t('sendAgain')}
        </Button>
        <p className="row wrap between">
          <Link className="link" to={pages.register} search={{ next }}>
            {t('otherAddress')}
          </Link>
          <Link className="link" to={pages.login} search={{ next, email }}>
            {t('backToSignIn')}
          </Link>
        </p>
      </div>
    </div>
  );
}
