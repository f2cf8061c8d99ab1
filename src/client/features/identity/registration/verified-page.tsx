/** Where the link of the confirmation mail ends, well or not. */
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { trpc } from '#client/api/trpc.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import { AskForLink } from './ask-for-link.tsx';
import { ConfirmAddress } from './confirm-address.tsx';
import { DoorHead } from '#client/ui/page/auth-heading.tsx';
import { recallNext } from '#client/features/identity/sign-in/return-to.ts';

export function VerifiedPage() {
  const { error, token } = useSearch({ from: '/door/verified' });
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
  const { data: account } = trpc.account.me.useQuery();
  const [next] = useState(recallNext);
  return (
    <div className="stack g5">
      <DoorHead title={t('verified')}>
        <p className="q">{account ? t('verifiedSignedIn') : t('verifiedText')}</p>
      </DoorHead>
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
      <DoorHead title={/expired/i.test(reason) ? t('linkExpired') : t('linkInvalid')}>
        <p className="q">{t('linkExpiredText')}</p>
      </DoorHead>
      <AskForLink />
    </div>
  );
}
