/**
 * Shows the outcome of a visit to a sign-in provider once, in the section it belongs to, until the user does something
 * else.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';
import { pages } from '#shared/pages.ts';
import { SocialNotice } from './oauth-outcome.tsx';

/** Outcomes of a reauthentication. All other outcomes concern linking. */
const confirming: ReadonlySet<SocialOutcome> = new Set(['confirmed', 'not_confirmed']);

interface Visit {
  outcome: SocialOutcome;
  provider: LoginProviderId;
}

/** Renders nothing if there is no outcome, or if another section of the page shows it. */
export function OauthResultNotice({ about }: { about: 'confirming' | 'linking' }) {
  const { social: outcome, provider } = useSearch({ from: '/customer/user/profile' });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const notice = useRef<HTMLDivElement>(null);
  const [visit, setVisit] = useState<Visit | null>(() =>
    outcome && provider && confirming.has(outcome) === (about === 'confirming')
      ? { outcome, provider }
      : null,
  );

  useEffect(() => {
    if (!visit) return;
    // Removes the parameters from the URL; otherwise a reload would show the outcome again. The notice is focused only
    // afterwards, because the navigation scrolls the page and moves the focus.
    void navigate({ to: pages.settings, search: {}, replace: true, resetScroll: false }).then(() => {
      notice.current?.focus();
      notice.current?.scrollIntoView({ block: 'center' });
    });
    return queryClient.getMutationCache().subscribe(({ mutation, type }) => {
      if (type === 'updated' && mutation.state.status === 'pending') setVisit(null);
    });
  }, [visit, navigate, queryClient]);

  if (!visit) return null;
  return (
    <div ref={notice} tabIndex={-1}>
      <SocialNotice {...visit} />
    </div>
  );
}
