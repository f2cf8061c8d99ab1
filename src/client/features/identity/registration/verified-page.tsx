/** Target of the link in the confirmation e-mail. Shows whether the confirmation succeeded or failed. */
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { recallReturnTo } from '#client/features/identity/return-to.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { pages } from '#shared/pages.ts';
import { AskForLink } from './ask-for-link.tsx';
import { ConfirmAddress } from './confirm-address.tsx';

export function VerifiedPage() {
  const { error, token } = useSearch({ from: '/auth/verified' });
  const [isBroken, setIsBroken] = useState(false);
  if (error !== undefined || isBroken) return <NotConfirmed reason={error ?? ''} />;
  return token === undefined ? (
    <Confirmed />
  ) : (
    <ConfirmAddress token={token} onBroken={() => setIsBroken(true)} />
  );
}

function Confirmed() {
  const t = useTranslations('auth');
  const { data: account } = trpc.accounts.me.useQuery();
  const [next] = useState(recallReturnTo);
  return (
    <div className="stack g5">
      <AuthHeading title={t('verified')}>
        <p className="q">{account ? t('verifiedSignedIn') : t('verifiedText')}</p>
      </AuthHeading>
      <LinkButton to={next ?? (account ? pages.home : pages.login)} variant="ink" size="lg" fullWidth>
        {account ? t('goOn') : t('signIn')}
      </LinkButton>
    </div>
  );
}

function NotConfirmed({ reason }: { reason: string }) {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <AuthHeading title={/expired/i.test(reason) ? t('linkExpired') : t('linkInvalid')}>
        <p className="q">{t('linkExpiredText')}</p>
      </AuthHeading>
      <AskForLink />
    </div>
  );
}
