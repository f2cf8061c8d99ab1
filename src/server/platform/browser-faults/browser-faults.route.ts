/** `POST /browser-faults`: logs an error that a page ran into in a visitor's browser. */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { sendProblem } from '#server/platform/http/problem.ts';
import { readBody } from '#server/platform/http/read-body.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { networkOf } from '#server/platform/http/request/network.ts';
import { noteRefusal } from '#server/platform/http/request/refusals.ts';
import { comesFromElsewhere } from '#server/platform/http/same-origin.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { hourSeconds } from '#shared/durations.ts';
import { BrowserFault } from '#shared/faults/browser-fault.ts';
import { faultLimits, withoutPersons } from '#shared/faults/fault-words.ts';

/** Rate limits for error reports: one for each network, and one for all networks together. */
export const faultLines = {
  ofNetwork: { tries: 20, seconds: hourSeconds },
  ofAll: { tries: 300, seconds: hourSeconds },
} as const;

interface BrowserFaultsParts {
  appUrl: string;
  log: Pick<Logger, 'warn'>;
  limiter: Pick<Limiter, 'take'>;
}

/** Parses a report. Returns null if it is invalid. */
export function readFault(bytes: Buffer): BrowserFault | null {
  try {
    return BrowserFault.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Logs one line per report, with nothing that identifies the sender. The level is warn, not error: anyone can send a
 * report, and the visitor's own browser may be at fault.
 */
export function browserFaultsHandler({ appUrl, log, limiter }: BrowserFaultsParts): RequestHandler {
  const ours = new URL(appUrl).origin;
  return async (req, res) => {
    if (comesFromElsewhere(req, ours)) {
      sendProblem(res, 'forbidden', { detail: 'Requests from other sites are not accepted.' });
      return;
    }
    const body = await readBody(req, faultLimits.body);
    if (body.status === 'cut_off') return;
    if (body.status === 'too_large') {
      sendProblem(res, 'payload_too_large', {
        detail: `A report is at most ${faultLimits.body} bytes long.`,
      });
      return;
    }
    const fault = readFault(body.bytes);
    if (fault === null) {
      noteRefusal(req, { code: 'invalid_input', reason: 'no report of a fault' });
      sendProblem(res, 'invalid_input', { detail: 'This is not a valid error report.' });
      return;
    }
    const retryAfterSeconds = await limiter.take([
      {
        name: 'browser-faults',
        of: ['network', networkOf(clientAddressOf(req))],
        limit: faultLines.ofNetwork,
      },
      { name: 'browser-faults', of: ['all'], limit: faultLines.ofAll },
    ]);
    if (retryAfterSeconds !== null) {
      sendProblem(res, 'too_many_requests', {
        detail: 'Too many reports have been sent.',
        retryAfterSeconds,
      });
      return;
    }
    log.warn(
      { fault: { ...fault, message: withoutPersons(fault.message) } },
      'an error occurred on a page in a browser',
    );
    res.statusCode = 204;
    res.setHeader('Cache-Control', 'no-store');
    res.end();
  };
}
