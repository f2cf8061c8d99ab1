/**
 * Moves the tab on in which a user has signed up, once the link in the e-mail has been opened: to the page they want if
 * this browser is signed in by then, otherwise to the sign-in form. A link that is opened in another browser never
 * signs this browser in.
 */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { authClient } from '#client/api/auth-client.ts';
import { nextQuestionIn, type Pace, useHasStopped } from '#client/api/polling.ts';
import { trpc } from '#client/api/trpc.ts';
import { secondMs } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';

/** Often for five minutes, and for an hour in all. */
const pace: Pace = {
  eagerMs: 5 * secondMs,
  eagerQuestions: 60,
  patientMs: 30 * secondMs,
  questions: 60 + 110,
};

/** Returns whether the page has stopped checking, because it took too long or the server refused too often. */
export function useLeaveWhenConfirmed({ email, next }: { email: string; next: string | undefined }): boolean {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const queryKey = ['address-confirmed', email];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => authClient.addressConfirmed({ email }, { signal }),
    // Pauses while the tab is in the background, and asks as soon as the user returns to it.
    refetchInterval: ({ state }) => nextQuestionIn(state, pace),
    refetchOnWindowFocus: 'always',
    enabled: ({ state }) => state.data?.confirmed !== true,
    gcTime: 0,
    retry: false,
  });
  const isConfirmed = query.data?.confirmed === true;
  useEffect(() => {
    if (!isConfirmed) return;
    // The sign-in page redirects users who are signed in by now.
    const leave = () =>
      navigate({ to: pages.login, search: { next, email, confirmed: true }, replace: true });
    void utils.accounts.me.fetch(undefined, { staleTime: 0 }).then(leave, leave);
  }, [isConfirmed, utils, navigate, next, email]);
  const isStopped = useHasStopped(queryKey, query, pace);
  return !isConfirmed && isStopped;
}
