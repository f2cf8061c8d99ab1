/**
 * Completes a first sign-in with a provider: the user accepts the terms and, if the provider doesn't vouch for an
 * e-mail address, enters one.
 */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '#client/api/auth-client.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { pages } from '#shared/pages.ts';
import { ConfirmSocialSignUp, Ended } from './confirm-social-sign-up.tsx';
import { SocialSignUpForm } from './social-sign-up-form.tsx';
import { SocialSignUpSent } from './social-sign-up-sent.tsx';

export function FinishRegistrationPage() {
  const { next, token, sent } = useSearch({ from: '/auth/register/finish' });
  return token === undefined ? <WhoWaits next={next} sentTo={sent} /> : <ConfirmSocialSignUp token={token} />;
}

/**
 * Shown when no sign-up is pending in this browser. The user may have completed it in another tab, through the link in
 * the e-mail. In that case this browser is signed in, and the page continues to `next`.
 */
function NobodyWaits({ next }: { next: string | undefined }) {
  const t = useTranslations('providers.first');
  const { data: account, isFetching } = trpc.accounts.me.useQuery(undefined, { refetchOnMount: 'always' });
  const navigate = useNavigate();
  const isIn = !isFetching && account?.emailVerified === true;
  useEffect(() => {
    if (isIn) void navigate({ href: next ?? pages.home, replace: true });
  }, [isIn, navigate, next]);
  if (isFetching || isIn) return <Skeleton height="20rem" />;
  return <Ended title={t('gone')} text={t('goneText')} />;
}

interface WhoWaitsProps {
  next: string | undefined;
  /** Address that the confirmation e-mail was sent to. Kept in the URL so that it survives a reload. */
  sentTo: string | undefined;
}

function WhoWaits({ next, sentTo }: WhoWaitsProps) {
  const t = useTranslations('providers.first');
  const navigate = useNavigate();
  const say = (sent: string | undefined) =>
    void navigate({ to: pages.finishRegistration, search: { next, sent }, replace: true });
  const { data, error } = useQuery({
    queryKey: ['first-sign-in'],
    queryFn: ({ signal }) => authClient.firstSignIn({ signal }),
    staleTime: 0,
    retry: false,
  });
  if (error) {
    return (
      <div className="stack g5">
        <AuthHeading title={t('title')} />
        <AuthAlert error={error} />
      </div>
    );
  }
  if (!data) return <Skeleton height="20rem" />;
  if (!data.waiting) return <NobodyWaits next={next} />;
  return sentTo === undefined ? (
    <SocialSignUpForm waiting={data.waiting} next={next} onSent={say} />
  ) : (
    <SocialSignUpSent email={sentTo} onAnother={() => say(undefined)} />
  );
}
