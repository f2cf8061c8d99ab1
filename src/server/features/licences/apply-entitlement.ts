/** Brings the licence of one subject in line with what its events entitle to. */
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '#shared/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences.ts';
import type { Money } from '#shared/money.ts';
import { type IssueDeps, issueLicence } from './issue-licence.ts';
import type { Licence, LicenceState } from './licence.repository.ts';

/** What the events of one subject add up to. */
export interface Entitlement {
  /** `subscription:<Paddle's id>` or `grant:<uuid>`: one licence each. */
  subject: string;
  /** Null while nobody has claimed it. */
  userId: number | null;
  /** Goes into the key when it is issued; null when no event names one. */
  purchaserEmail: string | null;
  plan: Plan;
  subscriptionId: number | null;
  status: LicenceStatus;
  subscriptionState: string;
  quantity: number;
  startedOn: CalendarDate;
  periodStart: CalendarDate | null;
  validUntil: CalendarDate;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  lastPaid: Money | null;
}

export interface AppliedEntitlement {
  licenceId: number;
  outcome: 'issued' | 'changed' | 'unchanged';
}

const toState = ({ plan, purchaserEmail: _, ...rest }: Entitlement): LicenceState => ({
  ...rest,
  planId: plan.id,
});

const stateOf = ({ id: _, plan, ...rest }: Licence): LicenceState => ({ ...rest, planId: plan.id });

/**
 * Creates the licence with its first key, or updates the licence that is there; the key, once issued, is a
 * fact and stays. Inside the caller's transaction. May be repeated at any time; of two at once one throws
 * `UniqueConstraintError` and its transaction is to be run again.
 */
export async function applyEntitlement(
  deps: IssueDeps,
  entitlement: Entitlement,
): Promise<AppliedEntitlement> {
  const wanted = toState(entitlement);
  const known = await deps.licences.findBySubject(entitlement.subject);
  if (!known) {
    return { licenceId: await issueLicence(deps, { ...entitlement, state: wanted }), outcome: 'issued' };
  }
  if (isDeepStrictEqual(stateOf(known), wanted)) return { licenceId: known.id, outcome: 'unchanged' };
  await deps.licences.update(known.id, wanted);
  return { licenceId: known.id, outcome: 'changed' };
}
