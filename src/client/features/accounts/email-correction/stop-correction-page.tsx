/**
 * Target of the link that tells the old address about a correction by an administrator. Opening it changes nothing,
 * because mail scanners open links too.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import type { CorrectionStopped } from '#shared/accounts/email-correction.ts';
import { pages } from '#shared/pages.ts';

export function StopCorrectionPage() {
  const { token } = useSearch({ from: '/auth/stop-correction' });
  return token === undefined ? <Ended status="link_invalid" /> : <Ask token={token} />;
}

function Ask({ token }: { token: string }) {
  const t = useTranslations('stopCorrection');
  const { client } = trpc.useUtils();
  const stop = useMutation({
    mutationFn: () => client.accounts.emailCorrection.stop.mutate({ token }),
    // A session of the account, perhaps in this browser, has ended.
    onSuccess: () => tab.forget(),
    meta: { invalidates: ['account'] },
  });
  if (stop.data) return <Ended status={stop.data.status} />;
  return (
    <div className="stack g5">
      <AuthHeading title={t('title')}>
        <p className="q">{t('lead')}</p>
      </AuthHeading>
      {stop.isError && <ActionFailure error={stop.error} />}
      <Button variant="ink" size="lg" fullWidth loading={stop.isPending} onClick={() => stop.mutate()}>
        {t('submit')}
      </Button>
      <p className="q">{t('leave')}</p>
    </div>
  );
}

function Ended({ status }: CorrectionStopped) {
  const t = useTranslations('stopCorrection');
  return (
    <div className="stack g5" role="status">
      <AuthHeading title={t(`${status}.title`)}>
        <p className="q">{t(`${status}.text`)}</p>
      </AuthHeading>
      <LinkButton
        to={status === 'restored' ? pages.forgotPassword : pages.login}
        variant="ink"
        size="lg"
        fullWidth
      >
        {t(status === 'restored' ? 'newPassword' : 'signIn')}
      </LinkButton>
    </div>
  );
}
