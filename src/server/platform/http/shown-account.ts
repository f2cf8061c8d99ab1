/** A tab may show one person while its browser is signed in as another by now. */
import type { IncomingHttpHeaders } from 'node:http';
import { shownAccountHeader } from '#shared/identity/sessions.ts';

/**
 * Whether the caller says that it shows somebody else than the account of its session. Who says nothing shows nobody:
 * a program, or an address that was opened by hand.
 */
export function showsAnother(headers: IncomingHttpHeaders, accountId: number): boolean {
  const shown = headers[shownAccountHeader];
  return shown !== undefined && shown !== String(accountId);
}
