/** Detects a tab that shows one account while the browser has meanwhile signed in to another. */
import type { IncomingHttpHeaders } from 'node:http';
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/**
 * Whether the page that sent the request shows another account than the one of its session. False without the header:
 * the request comes from a program, or from an address that was opened by hand.
 */
export function showsAnother(headers: IncomingHttpHeaders, accountId: number): boolean {
  const shown = headers[shownAccountHeader];
  return shown !== undefined && shown !== String(accountId);
}
