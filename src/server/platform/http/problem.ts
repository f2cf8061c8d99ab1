/** Problem documents (RFC 9457) for every answer that is not a page and not a success. */
import type { ServerResponse } from 'node:http';
import { type ErrorCode, errorTable } from '#shared/errors.ts';

export interface ProblemDetails {
  /** What happened and what to do, in one sentence, for the person on the other side. */
  detail?: string;
  retryAfterSeconds?: number;
  /** Where the table's status is not the right one. */
  status?: number;
}

/** `type` is stable: callers may tell problems apart by it. `message` is what Laravel clients show. */
export function problemDocument(
  code: ErrorCode,
  { detail, status }: ProblemDetails = {},
): Record<string, unknown> {
  const row = errorTable[code];
  return {
    type: `urn:customer-portal:problem:${code.replaceAll('_', '-')}`,
    title: row.title,
    status: status ?? row.http,
    ...(detail ? { detail } : {}),
    message: detail ?? row.title,
  };
}

/** Writes a problem document and ends the answer. */
export function sendProblem(res: ServerResponse, code: ErrorCode, details: ProblemDetails = {}): void {
  const body = problemDocument(code, details);
  res.statusCode = details.status ?? errorTable[code].http;
  res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  if (details.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', String(details.retryAfterSeconds));
  res.end(JSON.stringify(body));
}
