/** Detects a tab that shows one account although the browser is now signed in to another. */
import type { IncomingHttpHeaders } from 'node:http';
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/**
 * Returns whether the page that sent the request shows a different account than its session's. Returns false without
 * the header, because the request then comes from a program or from a URL opened directly.
 */
export function showsAnother(headers: IncomingHttpHeaders, accountId: number): boolean {
  const shown = headers[shownAccountHeader];
  return shown !== undefined && shown !== String(accountId);
}
