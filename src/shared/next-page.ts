/** Validates the page to open after signing in. */
import { pages } from './pages.ts';

const signInPages: readonly string[] = [pages.login, pages.register, pages.finishRegistration];
const anySite = 'http://site.invalid';

/**
 * Returns the path, query and hash of the page to open after signing in. Returns undefined for sign-in pages and for
 * anything outside this site, so that `?next=` can't be used as an open redirect.
 */
export function safeNext(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || value.includes('\\')) return undefined;
  if (!URL.canParse(value, anySite)) return undefined;
  const url = new URL(value, anySite);
  const isElsewhere = url.origin !== anySite || url.pathname.startsWith('//');
  return isElsewhere || signInPages.includes(url.pathname) ? undefined : url.pathname + url.search + url.hash;
}
