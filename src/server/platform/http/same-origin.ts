/** Refuses what another site makes a browser send. Beside same-site cookies, for browsers and cases these miss. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/**
 * Whether a browser says that a page of another origin has made it ask: by `Origin`, and where it sends none by
 * `Sec-Fetch-Site` (W3C Fetch Metadata). A program says nothing, and carries no cookies that it was not given.
 */
export function comesFromElsewhere({ headers }: Pick<IncomingMessage, 'headers'>, ours: string): boolean {
  if (headers.origin !== undefined) return headers.origin !== ours;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** A request that changes something must come from a page of ours, or from a caller that is no browser. */
export function sameOrigin(appUrl: string): RequestHandler {
  const ours = new URL(appUrl).origin;
  return (req, res, next) => {
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (reads || !comesFromElsewhere(req, ours)) next();
    else sendProblem(res, 'forbidden', { detail: 'Requests from other sites are not accepted.' });
  };
}
