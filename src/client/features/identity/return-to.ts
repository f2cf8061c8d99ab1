/** Where somebody was heading who had to register first: the link in the mail opens another tab. */
import { safeNext } from '#shared/next-page.ts';

const storageKey = 'next-after-confirming';

export function rememberReturnTo(next: string | undefined): void {
  try {
    if (next) localStorage.setItem(storageKey, next);
    else localStorage.removeItem(storageKey);
  } catch {
    // Storage is forbidden: the way then leads to the start.
  }
}

/** What was remembered, once. */
export function recallReturnTo(): string | undefined {
  try {
    const next = safeNext(localStorage.getItem(storageKey));
    localStorage.removeItem(storageKey);
    return next;
  } catch {
    return undefined;
  }
}
