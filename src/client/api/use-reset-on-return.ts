/** Revives a page that the customer left for another site and came back to. */
import { useEffect } from 'react';

/**
 * Calls `reset` when the page is restored from the back/forward cache: it is as the customer left it, with the button
 * still loading.
 */
export function useResetOnReturn(reset: () => void): void {
  useEffect(() => {
    const revive = (event: PageTransitionEvent) => event.persisted && reset();
    window.addEventListener('pageshow', revive);
    return () => window.removeEventListener('pageshow', revive);
  }, [reset]);
}
