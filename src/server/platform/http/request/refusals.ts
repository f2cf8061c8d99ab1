/** Why a request was refused, kept until its one log line is written. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '#shared/errors.ts';

export interface Refusal {
  code: ErrorCode;
  /** In our words: nothing that was sent stands in it. */
  reason: string;
  /** Which procedure it was, where there were several. */
  call?: string | null;
}

/** As many as one request can hold calls. */
const maxRefusals = 10;

const refusals = new WeakMap<IncomingMessage, Refusal[]>();

/** A caller's mistake needs no line of its own: it is told with the request. */
export function noteRefusal(req: IncomingMessage, refusal: Refusal): void {
  const noted = refusals.get(req);
  if (!noted) refusals.set(req, [refusal]);
  else if (noted.length < maxRefusals) noted.push(refusal);
}

/** What was noted; undefined where nothing was. */
export const refusalsOf = (req: IncomingMessage): readonly Refusal[] | undefined => refusals.get(req);
