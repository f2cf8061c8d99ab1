/**
 * Remembers where a user was heading before registering, because the link in the confirmation e-mail opens another tab.
 */
import { safeNext } from '#shared/next-page.ts';

const storageKey = 'next-after-confirming';

export function rememberReturnTo(next: string | undefined): void {
  try {
    if (next) localStorage.setItem(storageKey, next);
    else localStorage.removeItem(storageKey);
  } catch {
    // Browser storage is blocked. After confirming the address, the user gets the default page instead.
  }
}

/** Returns the remembered page and forgets it. */
export function recallReturnTo(): string | undefined {
  try {
    const next = safeNext(localStorage.getItem(storageKey));
    localStorage.removeItem(storageKey);
    return next;
  } catch {
    return undefined;
  }
}
