/** Leaves the sign-in page once there is a session. */
import { useNavigate } from '@tanstack/react-router';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { pages } from '#shared/pages.ts';

/** Returns a function that goes to `next`, or to the home page. */
export function useCompleteSignIn(next: string | undefined): () => Promise<void> {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  return async () => {
    // Discards everything fetched before the sign-in.
    tab.forget();
    await utils.accounts.me.fetch(undefined, { staleTime: 0 });
    await navigate({ href: next ?? pages.home, replace: true });
  };
}
