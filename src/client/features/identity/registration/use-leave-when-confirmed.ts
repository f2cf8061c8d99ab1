/**
 * Moves the tab on in which a user has signed up, once the link in the e-mail has been opened: to the page they want if
 * this browser is signed in by then, otherwise to the sign-in form. A link that is opened in another browser never signs
 * this browser in.
 */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { authClient } from '#client/api/auth-client.ts';
import { trpc } from '#client/api/trpc.ts';
import { secondMs } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';

const eagerMs = 5 * secondMs;
const patientMs = 30 * secondMs;
/** After this many attempts, five minutes, the page asks less often. */
const eagerAttempts = 60;

export function useLeaveWhenConfirmed({ email, next }: { email: string; next: string | undefined }): void {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['address-confirmed', email],
    queryFn: ({ signal }) => authClient.addressConfirmed({ email }, { signal }),
    // Pauses while the tab is in the background, and asks as soon as the user returns to it.
    refetchInterval: ({ state }) => (state.dataUpdateCount < eagerAttempts ? eagerMs : patientMs),
    refetchOnWindowFocus: 'always',
    enabled: ({ state }) => state.data?.confirmed !== true,
    gcTime: 0,
    retry: false,
  });
  const isConfirmed = data?.confirmed === true;
  useEffect(() => {
    if (!isConfirmed) return;
    // The sign-in page redirects users who are signed in by now.
    const leave = () =>
      navigate({ to: pages.login, search: { next, email, confirmed: true }, replace: true });
    void utils.accounts.me.fetch(undefined, { staleTime: 0 }).then(leave, leave);
  }, [isConfirmed, utils, navigate, next, email]);
}
