/** Refuses requests that another site makes a browser send, in addition to same-site cookies. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/**
 * Whether a page of another origin caused the request, by `Origin`, and without it by `Sec-Fetch-Site` (W3C Fetch
 * Metadata). Programs send neither, and no cookies but their own.
 */
export function comesFromElsewhere({ headers }: Pick<IncomingMessage, 'headers'>, ours: string): boolean {
  if (headers.origin !== undefined) return headers.origin !== ours;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** A request that changes something must come from one of our pages, or from a client that is not a browser. */
export function sameOrigin(appUrl: string): RequestHandler {
  const ours = new URL(appUrl).origin;
  return (req, res, next) => {
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (reads || !comesFromElsewhere(req, ours)) next();
    else sendProblem(res, 'forbidden', { detail: 'Requests from other sites are not accepted.' });
  };
}
