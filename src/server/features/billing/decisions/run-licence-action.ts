/**
 * Runs the steps shared by all decisions about a licence: checks whether the decision is allowed, logs it and applies
 * it immediately.
 */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { EventSource } from '#server/features/billing/event-log/events.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { type RecordEvent, recordEvent } from '#server/features/billing/projections/record-event.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';

type Decided = Extract<InternalEvent, { reason: string }>;

/** Who made the decision: the ID of an account, or the name of the part of the portal. */
export type Actor = Decided['by'];

export interface LicenceAction {
  licenceId: number;
  by: Actor;
  /** Why the decision was made; kept in the log for audits. */
  reason: string;
  /** Who made the decision; an administrator unless stated otherwise. */
  source?: EventSource;
}

export type LicenceOutcome<Refusal extends string> =
  /** The decision was applied. `licence` is the licence afterward. */
  | { status: 'done'; licence: Licence }
  | { status: 'refused'; reason: 'no_reason' | 'unknown_licence' }
  /** The decision wasn't allowed. `licence` is the unchanged licence, for use in error messages. */
  | { status: 'refused'; reason: Refusal; licence: Licence };

/** Either the reason for refusing the decision, or the event to log and optional further writes. */
export type ActionResult<Refusal extends string> =
  | { refuse: Refusal }
  | { event: InternalEvent; also?: (bound: BoundDeps) => Promise<void> };

export const isEmpty = (reason: string): boolean => reason.trim() === '';

/**
 * Checks whether the decision is allowed, logs it and applies it, all in one transaction. If two people decide at once,
 * the second decision is checked against the result of the first.
 */
export function runLicenceAction<Refusal extends string>(
  deps: Pick<Deps, 'transaction'>,
  { licenceId, reason, source }: LicenceAction,
  rule: (licence: Licence, bound: BoundDeps) => ActionResult<Refusal> | Promise<ActionResult<Refusal>>,
): Promise<LicenceOutcome<Refusal>> {
  return deps.transaction(async (bound) => {
    if (isEmpty(reason)) return { status: 'refused', reason: 'no_reason' };
    const licence = await bound.licences.findById(licenceId);
    if (!licence) return { status: 'refused', reason: 'unknown_licence' };
    const verdict = await rule(licence, bound);
    if ('refuse' in verdict) return { status: 'refused', reason: verdict.refuse, licence };
    await recordDecision(bound, { stream: licence.stream, source, ...verdict });
    const after = await bound.licences.findById(licenceId);
    if (!after) throw new Error(`licence ${licenceId} disappeared while it was being changed`);
    return { status: 'done', licence: after };
  });
}

/**
 * Logs a decision as the newest event of its stream, whatever the clocks of the processes say, because all earlier
 * events were known when it was made.
 */
export async function recordDecision(
  bound: BoundDeps,
  {
    source = 'administrator',
    ...decision
  }: Omit<RecordEvent, 'source' | 'at'> & { source?: EventSource | undefined },
): Promise<void> {
  const logged = (await bound.events.listByStreams([decision.stream])).get(decision.stream) ?? [];
  const earlier = logged.map(({ occurredAt }) => occurredAt.getTime() + 1);
  const at = new Date(Math.max(bound.now().getTime(), ...earlier));
  await recordEvent(bound, { ...decision, source, at });
}
