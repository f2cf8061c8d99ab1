/**
 * Implements Paddle's webhook: verifies, stores and applies an alert, and responds with the outcome. Like the ping, it
 * is normally called without going through Express.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Deps } from '#server/deps.ts';
import { answerWith } from '#server/platform/http/answer-with.ts';
import { sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { sparingly } from '#server/platform/http/request/request-lines.ts';
import type { HttpHandler } from '#server/platform/http/request-pipeline.ts';
import type { Metrics } from '#server/platform/observability/metrics.ts';

/** Maximum body size in bytes. Real alerts are smaller than 8 KiB. */
const bodyLimit = 256 * 1024;
const refusalLinesPerMinute = 10;

/**
 * Handles POST /paddle/webhook with the raw form body. Responds with 200 once the alert is stored, because Paddle
 * accepts no other status as success (docs/paddle-classic.md D1). Responds with 403 if the signature is invalid; the
 * alert is then counted and logged, but not stored.
 */
export function createWebhookHandler(
  deps: Pick<Deps, 'inbox' | 'paddle' | 'log'>,
  metrics: Pick<Metrics, 'alerts'>,
): HttpHandler {
  // Anyone can send forged alerts, so the log entries about them are rate-limited. A counter has their total number.
  const tellRefusal = sparingly(refusalLinesPerMinute, (fields) =>
    deps.log.warn(fields, 'an alert was refused'),
  );

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    // The signature covers the raw bytes, so no parser may touch the body first.
    const body = await readBody(req, bodyLimit);
    if (body.status === 'cut_off') return;
    if (body.status === 'too_large') {
      sendProblem(res, 'payload_too_large', { detail: 'The body is too large. Send less data.' });
      return;
    }
    const reading = deps.paddle.readAlert(body.bytes);
    if (reading.status === 'refused') {
      metrics.alerts.inc({ alert: 'unproven', result: 'refused' });
      tellRefusal({ reason: reading.reason });
      sendJson(res, 403, { result: 'refused' });
      return;
    }
    const outcome = await deps.inbox.ingest(reading.alert);
    metrics.alerts.inc({ alert: 'proven', result: outcome.result });
    sendJson(res, 200, { alert_id: reading.alert.alertId, ...outcome });
  }

  return answerWith(deps.log, answer);
}

function sendJson(res: ServerResponse, status: number, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  res.end(text);
}
