/** What a supervisor asks: is it alive, may it be sent requests. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/** The process answers. Says nothing about the database: restarting the process would not bring that back. */
export const livez: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').type('text/plain').send('ok');
};

/** The process can do its work: it is not stopping, the database answers, and its schema is this release's. */
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
