/** Prometheus metrics of the process. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Created only once, even if the process runs several servers, because the timers and observers of the default metrics
 * never stop.
 */
let ofTheProcess: Registry | undefined;

function processMetrics(): Registry {
  if (!ofTheProcess) {
    ofTheProcess = new Registry();
    collectDefaultMetrics({ register: ofTheProcess });
  }
  return ofTheProcess;
}

/** Creates a registry per server, including the process metrics. Tests run several servers in one process. */
export function createMetrics() {
  const registry = Registry.merge([processMetrics()]);
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Duration of requests by route and status',
      labelNames: ['route', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    alerts: new Counter({
      name: 'paddle_alerts_total',
      help: 'Alerts by outcome; refused alerts had no valid signature',
      labelNames: ['alert', 'result'] as const,
      registers: [registry],
    }),
    pings: new Counter({
      name: 'licence_pings_total',
      help: 'Pings by status',
      labelNames: ['status'] as const,
      registers: [registry],
    }),
  };
}
