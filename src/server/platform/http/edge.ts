/** What wraps every request, the ping's and Express's alike: id, Host check, draining, log line, metrics. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { sendProblem } from './problem.ts';

export type HttpHandler = (req: IncomingMessage, res: ServerResponse) => void;

const ids = new WeakMap<IncomingMessage, string>();

/** The id of a request: in its log line, in `X-Request-Id`, and on the error page. */
export const requestIdOf = (req: IncomingMessage): string => ids.get(req) ?? 'unknown';

/** The door a path belongs to: few enough to be a metric's label. */
function doorOf(path: string): string {
  const [first = ''] = path.slice(1).split(/[/?]/, 1);
  const doors = ['api', 'assets', 'oauth', '.well-known', 'paddle', 'trpc', 'livez', 'readyz'];
  return doors.includes(first) ? first : 'pages';
}

/** A probe of the machine's own comes by address, not by name. */
const probes = new Set(['/livez', '/readyz']);

export interface EdgeOptions {
  /** Host of APP_URL: addresses in answers are built from it, so no other name is served. */
  host: string;
  log: Logger;
  metrics: Pick<Metrics, 'requests'>;
  /** True once the process has been told to stop: what comes now belongs to another one. */
  isDraining: () => boolean;
}

export function createEdge({
  host,
  log,
  metrics,
  isDraining,
}: EdgeOptions): (handler: HttpHandler) => HttpHandler {
  return (handler) => (req, res) => {
    const requestId = randomUUID();
    ids.set(req, requestId);
    res.setHeader('X-Request-Id', requestId);
    const started = process.hrtime.bigint();
    // Express rewrites `url` while it routes.
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    res.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics.requests.observe({ door: doorOf(path), status: res.statusCode }, seconds);
      log.info(
        { requestId, method: req.method, path, status: res.statusCode, ms: Math.round(seconds * 1000) },
        res.writableFinished ? 'request' : 'request cut off by the caller',
      );
    });
    if (isDraining()) {
      res.setHeader('Connection', 'close');
      sendProblem(res, 'service_unavailable', {
        detail: 'This process is stopping. Ask again.',
        retryAfterSeconds: 1,
      });
      return;
    }
    if (req.headers.host !== host && !probes.has(path)) {
      sendProblem(res, 'invalid_input', { detail: `This server answers as ${host} only.`, status: 421 });
      return;
    }
    handler(req, res);
  };
}
