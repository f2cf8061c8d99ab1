/** Refuses what another site makes a browser send. Beside same-site cookies, for browsers and cases these miss. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/**
 * A request that changes something must come from a page of ours. Callers that are no browsers send no `Origin`
 * and carry no cookie by themselves: they pass.
 */
export function sameOrigin(appUrl: string): RequestHandler {
  const ours = new URL(appUrl).origin;
  return (req, res, next) => {
    const { origin } = req.headers;
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (reads || origin === undefined || origin === ours) next();
    else sendProblem(res, 'forbidden', { detail: 'Requests from other sites are not accepted.' });
  };
}
