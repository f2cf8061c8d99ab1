/** Resolves a flag after an administrator has looked into it. */
import type { Deps } from '#server/deps.ts';
import type { Flag } from '#server/features/billing/flag.repository.ts';
import { type Actor, isEmpty, recordDecision } from './run-licence-action.ts';

export interface ResolveFlag {
  /** Reference of the flag, such as `dispute:<order id>`. */
  reference: string;
  by: Actor;
  /** Findings of the investigation; kept in the log for audits. */
  reason: string;
}

export type ResolvedFlag =
  | { status: 'done'; flag: Flag }
  | { status: 'refused'; reason: 'no_reason' | 'unknown_flag' | 'already_resolved' };

/** Marks the flag as resolved and changes nothing else. Any refund or revocation is a separate decision. */
export function resolveFlag(
  deps: Pick<Deps, 'transaction'>,
  { reference, by, reason }: ResolveFlag,
): Promise<ResolvedFlag> {
  return deps.transaction(async (bound) => {
    if (isEmpty(reason)) return { status: 'refused', reason: 'no_reason' };
    const flag = await bound.flags.findByReference(reference);
    if (!flag) return { status: 'refused', reason: 'unknown_flag' };
    if (flag.resolvedAt !== null) return { status: 'refused', reason: 'already_resolved' };
    const { stream } = flag;
    await recordDecision(bound, { stream, event: { type: 'flag_resolved', by, reason, flag: reference } });
    const after = (await bound.flags.listByStreams([stream])).find((each) => each.reference === reference);
    if (!after) throw new Error(`flag ${reference} disappeared while it was being resolved`);
    return { status: 'done', flag: after };
  });
}
