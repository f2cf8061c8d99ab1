/** Checks who downloads a file that is requested with a cookie, such as a customer's data. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { viewHeader } from '#shared/administration/view-as.ts';
import { AppError } from '#shared/errors.ts';
import { comesFromElsewhere } from './same-origin.ts';
import { showsAnother } from './shown-account.ts';

interface Downloader {
  account: AccountView;
  session: { reauthenticatedAt: Date | null };
}

export interface Visitors {
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (
    headers: IncomingHttpHeaders,
  ) => Promise<{ [Part in keyof Downloader]: Downloader[Part] | null } | null>;
}

/**
 * Returns the signed-in customer who requests a file. The request must come from one of the portal's own pages or from
 * a URL that the customer opened directly, and the customer must have confirmed their e-mail address. Throws an
 * `AppError` otherwise.
 */
export async function downloaderOf(
  req: Pick<IncomingMessage, 'headers'>,
  { appUrl, signedInOf }: Visitors & { appUrl: string },
): Promise<Downloader> {
  // A link on another site must not be able to make the browser save a customer's personal data to disk (OWASP ASVS
  // 5.0, V3.5).
  if (comesFromElsewhere(req, new URL(appUrl).origin))
    throw new AppError('forbidden', 'the request came from a page of another site');
  const { account, session } = (await signedInOf(req.headers)) ?? { account: null, session: null };
  if (!account || !session) throw new AppError('not_signed_in', 'no session');
  if (req.headers[viewHeader] !== undefined) throw new AppError('view_only', 'files are not part of a view');
  if (showsAnother(req.headers, account.id))
    throw new AppError('account_changed', 'the page belongs to another account');
  if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
  return { account, session };
}
