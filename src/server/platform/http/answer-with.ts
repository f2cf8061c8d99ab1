/** Lets a request be answered by a promise without any of its failures being left unhandled. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { answerFailure } from './handle-errors.ts';
import type { HttpHandler } from './request-pipeline.ts';

type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
type Excuse = (error: unknown, req: IncomingMessage, res: ServerResponse) => void;

/**
 * A handler for Node, which ignores what a listener returns: a rejection of it would end the process. What `answer`
 * throws is answered by `excuse`, with a problem document where nothing else is said; when that fails too the
 * connection is cut, so that nobody waits for an answer that will not come.
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
        log.error({ err: error }, 'an answer could not be sent');
        res.destroy();
      });
  };
}
