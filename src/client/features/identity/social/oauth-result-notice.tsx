/** What came of a visit at a provider, said once: where it belongs, and until something else is done. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';
import { pages } from '#shared/pages.ts';
import { SocialNotice } from './oauth-outcome.tsx';

/** What is said of a confirmation; everything else is about linking. */
const confirming: ReadonlySet<SocialOutcome> = new Set(['confirmed', 'not_confirmed']);

interface Visit {
  outcome: SocialOutcome;
  provider: LoginProviderId;
}

/** Nothing where nobody comes back, or what came of it is said elsewhere on the page. */
export function OauthResultNotice({ about }: { about: 'confirming' | 'linking' }) {
  const { social: outcome, provider } = useSearch({ from: '/customer/user/account' });
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
    // The address would say it again after a reload. Only then, for changing it moves the page and the focus.
    void navigate({ to: pages.account, search: {}, replace: true, resetScroll: false }).then(() => {
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
