/** Where to go after signing in. */
import { pages } from './pages.ts';

const signInPages: readonly string[] = [pages.login, pages.register, pages.finishRegistration];
const anySite = 'http://site.invalid';

/**
 * Where to go after signing in, when it is a page of this site: a path with its search and hash. Undefined for
 * everything else, so that a link with `?next=` can never lead away.
 */
export function safeNext(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || value.includes('\\')) return undefined;
  if (!URL.canParse(value, anySite)) return undefined;
  const url = new URL(value, anySite);
  const isElsewhere = url.origin !== anySite || url.pathname.startsWith('//');
  return isElsewhere || signInPages.includes(url.pathname) ? undefined : url.pathname + url.search + url.hash;
}
