/** Converts an error to a response that says what to do, and a log line that says what went wrong. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { isConcurrencyConflict } from '#server/platform/database/transactions.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts';
import { type ProblemDetails, sendProblem } from './problem.ts';
import { noteRefusal } from './request/refusals.ts';
import { requestIdOf } from './request-pipeline.ts';

/**
 * Recognizes an error thrown by a body parser, which carries an HTTP status, and returns the matching error code and
 * details. Returns null for any other error.
 */
function bodyProblem(error: unknown): { code: ErrorCode; details: ProblemDetails } | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status === 413)
    return { code: 'payload_too_large', details: { detail: 'The body is too large. Send less data.' } };
  if (error.status >= 400 && error.status < 500) {
    return {
      code: 'invalid_input',
      details: { detail: 'The body cannot be read. Check its format and encoding.' },
    };
  }
  return null;
}

function classify(error: unknown): { code: ErrorCode; details: ProblemDetails } {
  if (error instanceof AppError) {
    return {
      code: error.code,
      details: error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds },
    };
  }
  if (isConcurrencyConflict(error)) {
    const detail = 'The same data is being changed by other requests. Try again in a moment.';
    return { code: 'service_unavailable', details: { detail, retryAfterSeconds: 1 } };
  }
  if (isDatabaseUnreachable(error)) {
    return {
      code: 'service_unavailable',
      details: { detail: 'The database cannot be reached. Try again in a moment.', retryAfterSeconds: 5 },
    };
  }
  return bodyProblem(error) ?? { code: 'internal', details: {} };
}

/** Logs the failure. Sends an error response unless a response has already been started. */
export function answerFailure(log: Logger, error: unknown, req: IncomingMessage, res: ServerResponse): void {
  const { code, details } = classify(error);
  if (errorTable[code].http < 500) {
    noteRefusal(req, { code, reason: error instanceof AppError ? error.message : (details.detail ?? code) });
  } else {
    const level = code === 'internal' ? 'error' : 'warn';
    logFailure(log, error, { level, requestId: requestIdOf(req), code }, 'a request failed');
  }
  if (!res.headersSent) sendProblem(res, code, details);
}

export function handleErrors(log: Logger): ErrorRequestHandler {
  return (error, req, res, next) => {
    const isUnderWay = res.headersSent;
    answerFailure(log, error, req, res);
    // The response was started and can't be completed, so Express closes the connection.
    if (isUnderWay) next(error);
  };
}
