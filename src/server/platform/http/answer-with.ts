/** Lets an async function handle requests without unhandled rejections. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { answerFailure } from './handle-errors.ts';
import type { HttpHandler } from './request-pipeline.ts';

type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
type Excuse = (error: unknown, req: IncomingMessage, res: ServerResponse) => void;

/**
 * Wraps an async function as a request handler. Node ignores the promise that a listener returns, so a rejection would
 * end the process. If `answer` rejects, `excuse` sends the response; by default it sends a problem document. If
 * `excuse` fails too, the connection is closed so that the client doesn't wait.
 */
export function answerWith(log: Logger, answer: Answer, excuse?: Excuse): HttpHandler {
  const sayFailure: Excuse = excuse ?? ((error, req, res) => answerFailure(log, error, req, res));
  return (req, res) => {
    Promise.resolve()
      .then(() => answer(req, res))
      .catch((error: unknown) => {
        sayFailure(error, req, res);
        if (!res.writableEnded) res.destroy();
      })
      .catch((error: unknown) => {
        logFailure(log, error, {}, 'a response could not be sent');
        res.destroy();
      });
  };
}
