/** Collects the data embedded in every HTML document: the public settings and the signed-in account. */

import type { IncomingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { AccountView } from '#shared/accounts/accounts.ts';
import type { FirstAnswer } from '#shared/first-answer.ts';
import type { Deps } from './deps.ts';
import { publicConfig } from './features/catalogue/public-config.ts';
import { requestIdOf } from './platform/http/request-pipeline.ts';

/**
 * Returns the account of the session that a request's cookies identify, or null without a session. If the session was
 * extended, calls `setCookies` with its new cookies.
 */
export type SignedInOf = (
  headers: IncomingHttpHeaders,
  setCookies: (cookies: string[]) => void,
) => Promise<{ account: AccountView | null } | null>;

interface Parts {
  deps: Pick<Deps, 'settings' | 'now' | 'log'>;
  signedInOf: SignedInOf;
  /** How long to wait for the session lookup, in milliseconds. Default: 1,000. */
  waitMs?: number;
}

/**
 * Resolves within `waitMs` and never rejects. If the database is down or slow, the document is sent without the
 * account; the page then requests the account from the API and shows any error.
 */
export function createFirstAnswer({ deps, signedInOf, waitMs = 1_000 }: Parts) {
  return async (req: Request, res: Response): Promise<FirstAnswer> => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, waitMs, undefined);
    });
    const setCookies = (cookies: string[]) => {
      if (!res.headersSent) for (const cookie of cookies) res.appendHeader('Set-Cookie', cookie);
    };
    const asked = signedInOf(req.headers, setCookies).then(
      (signedIn) => AccountView.nullable().parse(signedIn?.account ?? null),
      (error: unknown) => {
        const fields = { level: 'warn', requestId: requestIdOf(req) } as const;
        logFailure(deps.log, error, fields, 'a document is sent without the signed-in account');
        return undefined;
      },
    );
    const account = await Promise.race([asked, tooLate]);
    clearTimeout(timer);
    return { publicConfig: publicConfig(deps), ...(account === undefined ? {} : { account }) };
  };
}
