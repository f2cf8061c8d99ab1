/** Detects that a tab still shows one account after the browser has signed in to another. */
import type { IncomingHttpHeaders } from 'node:http';
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/**
 * Returns whether the page that sent the request shows an account other than the signed-in one. Without the header,
 * returns false: the request comes from a program, or from a URL that was opened directly.
 */
export function showsAnother(headers: IncomingHttpHeaders, accountId: number): boolean {
  const shown = headers[shownAccountHeader];
  return shown !== undefined && shown !== String(accountId);
}
