/** Problem documents (RFC 9457) for every answer that is not a page and not a success. */
import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '#shared/errors.ts';
import { type ProblemName, problemDocument } from '#shared/problems.ts';

export interface ProblemDetails {
  /** What happened and what to do, in one sentence, for the person on the other side. */
  detail?: string;
  retryAfterSeconds?: number;
  /** More fields of the document. */
  fields?: Readonly<Record<string, unknown>>;
}

const portals = new WeakMap<ServerResponse, string>();

/** Says whose answer this is, by the address of the portal: the pages that explain its problems are there. */
export function answersFor(res: ServerResponse, appUrl: string): void {
  portals.set(res, appUrl);
}

/**
 * Writes a problem document and ends the answer. Where nobody said whose answer it is (`answersFor`), `type` is
 * relative to the address that was asked, which RFC 9457 allows.
 */
export function sendProblem(
  res: ServerResponse,
  problem: ErrorCode | ProblemName,
  details: ProblemDetails = {},
): void {
  const body = problemDocument(portals.get(res) ?? '', problem, details);
  const text = JSON.stringify(body);
  res.statusCode = body.status;
  res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  if (details.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', String(details.retryAfterSeconds));
  res.end(text);
}
