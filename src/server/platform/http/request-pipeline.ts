/**
 * Wraps the handling of every request, both pings and those that Express handles: assigns an ID, checks the Host
 * header, handles draining, writes the log line and records metrics.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Brand } from '#server/platform/brand/brand.ts';
import type { Metrics } from '#server/platform/observability/metrics.ts';
import { answersFor, sendProblem } from './problem.ts';
import { clientAddress, setClientAddress, type TrustedProxies, trustOf } from './request/client-address.ts';
import { type HostDecision, hostDecisions, refusedNames } from './request/host-names.ts';
import { noteRefusal, refusalsOf } from './request/refusals.ts';
import { requestLines } from './request/request-lines.ts';
import { readTarget } from './request/request-target.ts';
import { plainHeaders } from './security-headers.ts';

export type HttpHandler = (req: IncomingMessage, res: ServerResponse) => void;

const ids = new WeakMap<IncomingMessage, string>();

/** Returns the ID of a request, which appears in its log line, in `X-Request-Id` and on the error page. */
export const requestIdOf = (req: IncomingMessage): string => ids.get(req) ?? 'unknown';

/** Returns the route group of a path. There are few groups, because they are values of a metric label. */
function routeOf(path: string): string {
  const [first = ''] = path.slice(1).split(/[/?]/, 1);
  const routes = ['api', 'assets', 'oauth', '.well-known', 'paddle', 'trpc', 'livez', 'readyz'];
  return routes.includes(first) ? first : 'pages';
}

/** Paths exempt from the Host check, because probes on the same machine use the IP address instead of the host name. */
const probes = new Set(['/livez', '/readyz']);

export interface RequestPipelineOptions {
  /** APP_URL. Requests for another host are refused, because URLs in responses are built from APP_URL. */
  appUrl: string;
  /** Further host names that the portal answers to. */
  aliases: readonly string[];
  /** How the pages look that the server writes without the client. */
  brand: Brand;
  trustProxy: TrustedProxies;
  log: Logger;
  metrics: Pick<Metrics, 'requests'>;
  /** Returns true once the process is stopping. */
  isDraining: () => boolean;
}

/** Returns the path as it may be logged. Links in e-mails of the PHP portal have their token in the path. */
const loggablePath = (path: string): string =>
  path.replace(/^(\/+(?:reset-password|email\/+verify)\/+).+$/i, '$1…');

export function createRequestPipeline({
  appUrl,
  aliases,
  brand,
  trustProxy,
  log,
  metrics,
  isDraining,
}: RequestPipelineOptions): (handler: HttpHandler) => HttpHandler {
  const { host, protocol } = new URL(appUrl);
  const headers = Object.entries(plainHeaders({ https: protocol === 'https:' }));
  const decide = hostDecisions({ appUrl, aliases });
  const noteRefusedName = refusedNames(log);
  const trust = trustOf(trustProxy);
  const lines = requestLines(log);
  const portal = { appUrl, brand };
  return (handler) => (req, res) => {
    const requestId = randomUUID();
    ids.set(req, requestId);
    const address = clientAddress(req, trust);
    setClientAddress(req, address);
    res.setHeader('X-Request-Id', requestId);
    answersFor(res, portal);
    for (const [name, value] of headers) res.setHeader(name, value);
    const started = process.hrtime.bigint();
    // Read now because Express rewrites `url` while routing.
    const target = readTarget(req.url);
    const path = (target ?? req.url ?? '/').split('?', 1)[0] ?? '/';
    res.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics.requests.observe({ route: routeOf(path), status: res.statusCode }, seconds);
      const refusals = refusalsOf(req);
      lines.write({
        ...{ address, path: loggablePath(path), status: res.statusCode, isRefused: refusals !== undefined },
        fields: {
          ...{ requestId, method: req.method },
          ...{ ms: Math.round(seconds * 1000), refusals },
        },
        message: res.writableFinished ? 'request' : 'request aborted by the client',
      });
    });
    // Requests that arrive while draining are served normally, because a refused ping would lock a customer out for up
    // to six hours. The connection closes after the response, and /readyz tells the load balancer to send no more
    // requests.
    if (isDraining()) res.setHeader('Connection', 'close');
    const decision: HostDecision = probes.has(path) ? { status: 'known' } : decide(req, path);
    if (decision.status === 'refused') {
      noteRefusedName(decision.name);
      sendProblem(res, 'host-unknown', { detail: `This server only answers to the host name ${host}.` });
      return;
    }
    if (decision.status === 'moved' && target !== null) {
      res.writeHead(308, { Location: appUrl + target, 'Cache-Control': 'no-store' }).end();
      return;
    }
    if (target === null) {
      noteRefusal(req, { code: 'invalid_input', reason: 'the address cannot be decoded' });
      sendProblem(res, 'invalid_input', {
        detail:
          'The address cannot be decoded: it contains a percent sign that is not followed by a character code.',
      });
      return;
    }
    req.url = target;
    handler(req, res);
  };
}
