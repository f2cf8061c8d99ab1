/** Answers the probes of a supervisor or load balancer: is the process alive, is it ready for requests. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/** The process is alive. Independent of the database, which a restart of the process would not bring back. */
export const livez: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').type('text/plain').send('ok');
};

/** The process is ready: it is not stopping, the database answers, and its schema is the one of this release. */
export function readyz(isReady: () => Promise<boolean>): RequestHandler {
  return async (_req, res) => {
    if (await isReady()) res.set('Cache-Control', 'no-store').type('text/plain').send('ok');
    else
      sendProblem(res, 'service_unavailable', {
        detail:
          'The process is stopping, the database cannot be reached, or `portal migrate` has not run yet.',
        retryAfterSeconds: 5,
      });
  };
}
