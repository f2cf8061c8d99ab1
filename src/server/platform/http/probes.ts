/** Health probes for a supervisor or load balancer: liveness and readiness. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

/**
 * Reports that the process is alive. Doesn't check the database, because restarting the process wouldn't bring it back.
 */
export const livez: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').type('text/plain').send('ok');
};

/**
 * Returns the readiness probe. The process is ready if it isn't stopping, the database responds, and the schema matches
 * this release.
 */
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
