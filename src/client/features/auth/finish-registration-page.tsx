/** Somebody's first sign-in with an account elsewhere: the terms, and the address where the provider vouches for none. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '../../auth-client.ts';
import { AuthAlert } from '../../ui/auth-alert.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ConfirmFirstSignIn, Ended } from './confirm-first-sign-in.tsx';
import { DoorHead } from './door-head.tsx';
import { FirstSignInForm } from './first-sign-in-form.tsx';
import { FirstSignInSent } from './first-sign-in-sent.tsx';

export function FinishRegistrationPage() {
  const { next, token } = useSearch({ from: '/door/register/finish' });
  return token === undefined ? <WhoWaits next={next} /> : <ConfirmFirstSignIn token={token} />;
}

function WhoWaits({ next }: { next: string | undefined }) {
  const t = useTranslations('providers.first');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['first-sign-in'],
    queryFn: authClient.firstSignIn,
    staleTime: 0,
    retry: false,
  });
  if (error) {
    return (
      <div className="stack g5">
        <DoorHead title={t('title')} />
        <AuthAlert error={error} />
      </div>
    );
  }
  if (!data) return <Loading height="20rem" />;
  if (!data.waiting) return <Ended title={t('gone')} text={t('goneText')} />;
  return sentTo === null ? (
    <FirstSignInForm waiting={data.waiting} next={next} onSent={setSentTo} />
  ) : (
    <FirstSignInSent email={sentTo} onAnother={() => setSentTo(null)} />
  );
}
