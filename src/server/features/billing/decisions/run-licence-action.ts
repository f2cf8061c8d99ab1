/** What every decision about a licence has in common: it may be refused, else it is written down and applied at once. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import { type RecordEvent, recordEvent } from '#server/features/billing/projections/record-event.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';

type Decided = Extract<InternalEvent, { reason: string }>;

/** Who decides: a customer's number, or the part of the portal that acts. */
export type Actor = Decided['by'];

export interface LicenceAction {
  licenceId: number;
  by: Actor;
  /** Why, for whoever asks later. */
  reason: string;
}

export type LicenceOutcome<Refusal extends string> =
  /** The licence as it is now. */
  | { status: 'done'; licence: Licence }
  | { status: 'refused'; reason: 'no_reason' | 'unknown_licence' }
  /** The licence as it is: a sentence may want to say so. */
  | { status: 'refused'; reason: Refusal; licence: Licence };

/** Either the refusal, or what to write down. */
export type ActionResult<Refusal extends string> =
  | { refuse: Refusal }
  | { event: InternalEvent; also?: (bound: BoundDeps) => Promise<void> };

export const isEmpty = (reason: string): boolean => reason.trim() === '';

/**
 * Asks the rule, writes the decision down and applies it, in one transaction: of two people who decide at once,
 * the second decides about what the first has left.
 */
export function runLicenceAction<Refusal extends string>(
  deps: Pick<Deps, 'transaction'>,
  { licenceId, reason }: LicenceAction,
  rule: (licence: Licence) => ActionResult<Refusal>,
): Promise<LicenceOutcome<Refusal>> {
  return deps.transaction(async (bound) => {
    if (isEmpty(reason)) return { status: 'refused', reason: 'no_reason' };
    const licence = await bound.licences.findById(licenceId);
    if (!licence) return { status: 'refused', reason: 'unknown_licence' };
    const verdict = rule(licence);
    if ('refuse' in verdict) return { status: 'refused', reason: verdict.refuse, licence };
    await recordDecision(bound, { stream: licence.stream, ...verdict });
    const after = await bound.licences.findById(licenceId);
    if (!after) throw new Error(`licence ${licenceId} was lost by a decision`);
    return { status: 'done', licence: after };
  });
}

/**
 * Writes a decision down as the newest event of its stream, whatever the clocks of two machines or of Paddle say:
 * it was made knowing the others.
 */
export async function recordDecision(
  bound: BoundDeps,
  decision: Omit<RecordEvent, 'source' | 'at'>,
): Promise<void> {
  const logged = (await bound.events.listByStreams([decision.stream])).get(decision.stream) ?? [];
  const earlier = logged.map(({ occurredAt }) => occurredAt.getTime() + 1);
  const at = new Date(Math.max(bound.now().getTime(), ...earlier));
  await recordEvent(bound, { ...decision, source: 'administrator', at });
}
