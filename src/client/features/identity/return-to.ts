/**
 * Remembers where a user was heading before registering, because the link in the confirmation e-mail opens another tab.
 * The link names a product's page too, for other browsers. In this browser, the page remembered last counts.
 */
import { dayMs } from '#shared/durations.ts';
import { safeNext } from '#shared/next-page.ts';

const storageKey = 'next-after-confirming';

/** A link is valid for a day. A page remembered longer ago belongs to a registration that was never completed. */
const validMs = dayMs;

export function rememberReturnTo(next: string | undefined): void {
  try {
    if (next) localStorage.setItem(storageKey, `${Date.now()} ${next}`);
    else localStorage.removeItem(storageKey);
  } catch {
    // Browser storage is blocked. After confirming the address, the user gets the page that the link names.
  }
}

/** Returns the remembered page and forgets it. */
export function recallReturnTo(): string | undefined {
  try {
    const [, at, next] = /^(\d+) (.+)$/.exec(localStorage.getItem(storageKey) ?? '') ?? [];
    localStorage.removeItem(storageKey);
    return Math.abs(Date.now() - Number(at)) < validMs ? safeNext(next) : undefined;
  } catch {
    return undefined;
  }
}
