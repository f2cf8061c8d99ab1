/** Collects the reasons why a request was refused, for the log line that is written when the request ends. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '#shared/errors.ts';

export interface Refusal {
  code: ErrorCode;
  /** In fixed words that quote no part of the request. */
  reason: string;
  /** The tRPC procedure that was called, if the request contains several calls. */
  call?: string | null;
}

/** Matches the maximum number of calls in one request. */
const maxRefusals = 10;

const refusals = new WeakMap<IncomingMessage, Refusal[]>();

/** Records why a request was refused. The reason appears in the request's log line. */
export function noteRefusal(req: IncomingMessage, refusal: Refusal): void {
  const noted = refusals.get(req);
  if (!noted) refusals.set(req, [refusal]);
  else if (noted.length < maxRefusals) noted.push(refusal);
}

/** Returns the recorded refusals, or undefined if there are none. */
export const refusalsOf = (req: IncomingMessage): readonly Refusal[] | undefined => refusals.get(req);
