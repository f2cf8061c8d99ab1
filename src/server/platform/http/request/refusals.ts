/** Collects the reasons why a request was refused until its log line is written. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '#shared/errors.ts';

export interface Refusal {
  code: ErrorCode;
  /** In the portal's words, without repeating any part of the request. */
  reason: string;
  /** The called procedure, if the request has several calls. */
  call?: string | null;
}

/** Matches the maximum number of calls in one request. */
const maxRefusals = 10;

const refusals = new WeakMap<IncomingMessage, Refusal[]>();

/** Records a client error, which is logged with the request. */
export function noteRefusal(req: IncomingMessage, refusal: Refusal): void {
  const noted = refusals.get(req);
  if (!noted) refusals.set(req, [refusal]);
  else if (noted.length < maxRefusals) noted.push(refusal);
}

/** Returns the recorded refusals, or undefined if there are none. */
export const refusalsOf = (req: IncomingMessage): readonly Refusal[] | undefined => refusals.get(req);
