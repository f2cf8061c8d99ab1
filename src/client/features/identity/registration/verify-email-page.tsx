/** The link to confirm an address is on its way; asking for it again. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { Notice } from '#client/ui/alert.tsx';
import { AskForLink } from './ask-for-link.tsx';
import { DoorHead } from '#client/ui/page/auth-heading.tsx';

export function VerifyEmailPage() {
  const t = useTranslations('auth');
  const { email } = useSearch({ from: '/door/verify-email' });
  return email ? (
    <LinkSent email={email} />
  ) : (
    <div className="stack g5">
      <DoorHead title={t('confirmEmail')}>
        <p className="q">{t('confirmLead')}</p>
      </DoorHead>
      <AskForLink />
    </div>
  );
}

function LinkSent({ email }: { email: string }) {
  const t = useTranslations('auth');
  const again = useMutation({ mutationFn: authClient.sendVerification, meta: { invalidates: [] } });
  return (
    <div className="stack g5">
      <DoorHead title={t('checkInbox')}>
        <p className="q">{t.rich('linkSent', { email, b: (words) => <b className="b">{words}</b> })}</p>
      </DoorHead>
      <div className="stack">
        <p className="q">{t('linkHelp')}</p>
        {again.isError && <AuthAlert error={again.error} />}
        {again.isSuccess && (
          <Notice tone="ok" role="status">
            {t('sentAgain')}
          </Notice>
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
