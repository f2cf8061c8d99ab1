/** GET /user/data.json: lets the signed-in customer download everything stored about them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import type { Deps } from '#server/deps.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { comesFromElsewhere } from '#server/platform/http/same-origin.ts';
import { showsAnother } from '#server/platform/http/shown-account.ts';
import type { Context } from '#server/platform/trpc/context.ts';
import { hourSeconds } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import { collectPersonalData } from './collect-personal-data.ts';

export const personalDataPath = '/user/data.json';

/**
 * Maximum number of downloads per account. They are limited because every download reads all of the customer's data.
 */
const downloads = { tries: 20, seconds: hourSeconds } as const;

const asFile = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Disposition': 'attachment; filename="customer-portal-data.json"',
  'Cache-Control': 'no-store',
};

interface PersonalDataParts {
  deps: Deps;
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (headers: IncomingHttpHeaders) => Promise<Pick<Context, 'account' | 'session'> | null>;
}

/**
 * Sends the file to a signed-in customer who has re-authenticated recently. The request must come from one of the
 * portal's own pages or from a URL that the customer opened directly.
 */
export function personalDataHandler({ deps, signedInOf }: PersonalDataParts): RequestHandler {
  return async (req, res) => {
    // A link on another site must not be able to make the browser save a customer's personal data to disk (OWASP ASVS
    // 5.0, V3.5).
    if (comesFromElsewhere(req, new URL(deps.settings.appUrl).origin))
      throw new AppError('forbidden', 'the request came from a page of another site');
    const { account, session } = (await signedInOf(req.headers)) ?? { account: null, session: null };
    if (!account || !session) throw new AppError('not_signed_in', 'no session');
    if (showsAnother(req.headers, account.id))
      throw new AppError('account_changed', 'the page belongs to another account');
    if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
    if (!isRecentlyAuthenticated(session.reauthenticatedAt, new Date()))
      throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
    if (req.method === 'HEAD') {
      // A HEAD response contains no data, so it neither counts toward the limit nor appears in the security log.
      res.set(asFile).end();
      return;
    }
    const retryAfterSeconds = await deps.limiter.take([
      { name: 'data-download', of: [String(account.id)], limit: downloads },
    ]);
    if (retryAfterSeconds !== null)
      throw new AppError('too_many_requests', 'too many downloads', { retryAfterSeconds });
    const data = await collectPersonalData(deps, account.id);
    if (!data) throw new AppError('not_signed_in', 'the account no longer exists');
    await deps.securityEvents.add({
      ...{ userId: account.id, kind: 'data_downloaded', at: new Date() },
      ...{ ipAddress: clientAddressOf(req), userAgent: req.headers['user-agent'] ?? null },
    });
    // The response must not be compressed. It contains personal data and is requested with a cookie, so its compressed
    // size could reveal content (docs/decisions/0045).
    res.set(asFile).end(JSON.stringify(data, null, 2));
  };
}
