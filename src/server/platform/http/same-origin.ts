/** Rejects requests that another site made a browser send. This supplements the same-site cookies. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/**
 * Returns whether a page of another origin caused the request. `Origin` says so or, if it is missing, `Sec-Fetch-Site`
 * (W3C Fetch Metadata). A client that isn't a browser sends neither header, but it has no browser's cookies either.
 */
export function comesFromElsewhere({ headers }: Pick<IncomingMessage, 'headers'>, ours: string): boolean {
  if (headers.origin !== undefined) return headers.origin !== ours;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/**
 * Rejects requests that change data unless they come from the portal's own pages or from a client that isn't a browser.
 */
export function sameOrigin(appUrl: string): RequestHandler {
  const ours = new URL(appUrl).origin;
  return (req, res, next) => {
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (reads || !comesFromElsewhere(req, ours)) next();
    else sendProblem(res, 'forbidden', { detail: 'Requests from other sites are not accepted.' });
  };
}
