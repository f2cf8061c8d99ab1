/** Leaves the page that signed the person in, now that there is a session. */
import { useNavigate } from '@tanstack/react-router';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { pages } from '#shared/pages.ts';

/** To the page somebody came for, or home. */
export function useCompleteSignIn(next: string | undefined): () => Promise<void> {
  const utils = trpc.useUtils();
  const navigate = useNavigate();
  return async () => {
    // Whoever was shown before is so no more.
    tab.forget();
    await utils.accounts.me.fetch(undefined, { staleTime: 0 });
    await navigate({ href: next ?? pages.home, replace: true });
  };
}
