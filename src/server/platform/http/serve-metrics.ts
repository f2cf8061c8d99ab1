/** The door of whoever watches the process. */
import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { answerWith } from './answer-with.ts';
import { type ListenAt, listen } from './listen.ts';

/** Serves Prometheus metrics on the loopback: whoever watches from elsewhere comes through a tunnel or an agent. */
export async function serveMetrics(
  port: ListenAt,
  metrics: Pick<Metrics, 'registry'>,
  log: Logger,
): Promise<Server> {
  const server = createServer(
    answerWith(log, async (req, res) => {
      if (req.url !== '/metrics') {
        res.statusCode = 404;
        res.end();
        return;
      }
      res.setHeader('Content-Type', metrics.registry.contentType);
      res.end(await metrics.registry.metrics());
    }),
  );
  await listen(server, port, '127.0.0.1');
  return server;
}
