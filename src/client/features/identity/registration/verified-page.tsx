/**
 * Target of the link in the confirmation e-mail, if the link couldn't confirm the address on its own. After a
 * successful confirmation, the route redirects to the page that the user wanted.
 */
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { AskForLink } from './ask-for-link.tsx';
import { ConfirmAddress } from './confirm-address.tsx';

export function VerifiedPage() {
  const { error, token, next, email } = useSearch({ from: '/auth/verified' });
  const [isBroken, setIsBroken] = useState(false);
  return token === undefined || error !== undefined || isBroken ? (
    <NotConfirmed reason={error ?? ''} next={next} email={email} />
  ) : (
    <ConfirmAddress token={token} next={next} onBroken={() => setIsBroken(true)} />
  );
}

interface NotConfirmedProps {
  reason: string;
  next: string | undefined;
  /** The address to send another link to, if it is known. */
  email: string | undefined;
}

function NotConfirmed({ reason, next, email }: NotConfirmedProps) {
  const t = useTranslations('auth');
  return (
    <div className="stack g5">
      <AuthHeading title={/expired/i.test(reason) ? t('linkExpired') : t('linkInvalid')}>
        <p className="q">{t('linkExpiredText')}</p>
      </AuthHeading>
      <AskForLink next={next} email={email} />
    </div>
  );
}
