/** GET /user/data.json: lets the signed-in customer download everything stored about them. */
import type { RequestHandler } from 'express';
import type { Deps } from '#server/deps.ts';
import { downloaderOf, type Visitors } from '#server/platform/http/downloader.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
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

interface PersonalDataParts extends Visitors {
  deps: Deps;
}

/** Sends the file to a signed-in customer who has re-authenticated recently. */
export function personalDataHandler({ deps, signedInOf }: PersonalDataParts): RequestHandler {
  return async (req, res) => {
    const { account, session } = await downloaderOf(req, { appUrl: deps.settings.appUrl, signedInOf });
    if (!isRecentlyAuthenticated(session.reauthenticatedAt, new Date()))
      throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
    if (req.method === 'HEAD') {
      // A HEAD response contains no data, so it neither counts toward the limit nor appears in the security log.
      res.set(asFile).end();
      return;
    }
    const counted = { name: 'data-download', of: [String(account.id)], limit: downloads };
    await deps.limiter.takeOrThrow([counted], 'too many downloads');
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
