/** Paddle's door: prove, store, apply, and say what was done. */
import type { RequestHandler } from 'express';
import type { Deps } from '../../../deps.ts';
import type { Metrics } from '../../../platform/metrics.ts';

/** Real alerts stay under 8 KiB. */
export const webhookBodyLimit = '256kb';

/**
 * POST /paddle/webhook with the raw form body. 200 once the alert is stored (Paddle takes nothing else for
 * success, PADDLE.md A3), 403 when it is not proven to be Paddle's: nothing is stored then but a counter.
 */
export function webhookRoute(
  deps: Pick<Deps, 'inbox' | 'paddle' | 'log'>,
  metrics: Pick<Metrics, 'alerts'>,
): RequestHandler {
  return async (req, res) => {
    const body: unknown = req.body;
    const reading = deps.paddle.readAlert(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    if (reading.status === 'refused') {
      metrics.alerts.inc({ alert: 'unproven', result: 'refused' });
      deps.log.warn({ reason: reading.reason }, 'an alert was refused');
      res.status(403).json({ result: 'refused' });
      return;
    }
    const outcome = await deps.inbox.takeIn(reading.alert);
    metrics.alerts.inc({ alert: 'proven', result: outcome.result });
    res.status(200).json({ alert_id: reading.alert.alertId, ...outcome });
  };
}
