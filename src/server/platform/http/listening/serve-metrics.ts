/** Metrics endpoint for monitoring. */
import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { isForHandler, reading } from '#server/platform/http/allowed-methods.ts';
import { answerWith } from '#server/platform/http/answer-with.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { plainHeaders } from '#server/platform/http/security-headers.ts';
import type { Metrics } from '#server/platform/observability/metrics.ts';
import { type ListenAt, listen } from './listen.ts';

const headers = Object.entries(plainHeaders({ https: false }));

/**
 * Serves Prometheus metrics at `/metrics`, only on the loopback interface. To monitor from another machine, use a
 * tunnel or an agent.
 */
export async function serveMetrics(
  port: ListenAt,
  metrics: Pick<Metrics, 'registry'>,
  log: Logger,
): Promise<Server> {
  const server = createServer(
    answerWith(log, async (req, res) => {
      for (const [name, value] of headers) res.setHeader(name, value);
      if (req.url?.split('?', 1)[0] !== '/metrics') {
        sendProblem(res, 'not_found', { detail: 'This port only serves /metrics.' });
        return;
      }
      if (!isForHandler(reading, req, res)) return;
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader('Content-Type', metrics.registry.contentType);
      res.end(await metrics.registry.metrics());
    }),
  );
  await listen(server, port, '127.0.0.1');
  return server;
}
