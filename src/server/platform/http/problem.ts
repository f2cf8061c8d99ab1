/** Problem documents (RFC 9457) for every answer that is not a page and not a success. */
import type { ServerResponse } from 'node:http';
import { type ErrorCode, errorTable } from '#shared/errors.ts';
import { type ProblemName, problemNameOf, problems, problemType } from '#shared/problems.ts';

export interface ProblemDetails {
  /** What happened and what to do, in one sentence, for the person on the other side. */
  detail?: string;
  retryAfterSeconds?: number;
  /** More fields of the document (RFC 9457, section 3.2). */
  fields?: Readonly<Record<string, unknown>>;
}

const portals = new WeakMap<ServerResponse, string>();

/** Says whose answer this is, by the address of the portal: the pages that explain its problems are there. */
export function answersFor(res: ServerResponse, appUrl: string): void {
  portals.set(res, appUrl);
}

const isErrorCode = (name: ErrorCode | ProblemName): name is ErrorCode => name in errorTable;

/** `type` is stable: callers may tell problems apart by it. `message` is what Laravel clients show. */
export function problemDocument(
  appUrl: string,
  problem: ErrorCode | ProblemName,
  { detail, fields }: ProblemDetails = {},
): Record<string, unknown> & { status: number } {
  const name = isErrorCode(problem) ? problemNameOf(problem) : problem;
  const { status, title } = problems[name];
  return {
    type: problemType(appUrl, name),
    title,
    status,
    ...(detail ? { detail } : {}),
    ...fields,
    message: detail ?? title,
  };
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
