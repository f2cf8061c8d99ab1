/** Why a request was refused, kept until its log line is written. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '#shared/errors.ts';

export interface Refusal {
  code: ErrorCode;
  /** In our words: it repeats nothing of the request. */
  reason: string;
  /** The procedure, where the request called several. */
  call?: string | null;
}

/** The maximum number of calls in one request. */
const maxRefusals = 10;

const refusals = new WeakMap<IncomingMessage, Refusal[]>();

/** Notes a mistake of the client, which is logged in the line of the request. */
export function noteRefusal(req: IncomingMessage, refusal: Refusal): void {
  const noted = refusals.get(req);
  if (!noted) refusals.set(req, [refusal]);
  else if (noted.length < maxRefusals) noted.push(refusal);
}

/** The noted refusals; undefined where there are none. */
export const refusalsOf = (req: IncomingMessage): readonly Refusal[] | undefined => refusals.get(req);
