/** Grants a customer a complimentary licence. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import { grantStream } from '#server/features/billing/streams/stream-names.ts';
import { isSoldPerSeat, type Plan } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { type Actor, isEmpty, recordDecision } from './run-licence-action.ts';

export interface GrantLicence {
  userId: number;
  plan: Plan;
  /** The last day on which the licence works, inclusive. */
  until: CalendarDate;
  /** Number of seats. It must be 1 unless the product is sold per seat. */
  seats: number;
  by: Actor;
  /** Why the licence is granted; kept in the log for audits. */
  reason: string;
  /** Identifies the request. The same request grants one licence, however often it arrives. */
  requestId?: string;
}

export type GrantedLicence =
  | { status: 'granted'; licenceId: number }
  | { status: 'refused'; reason: 'no_reason' | 'already_over' | 'not_per_seat' | 'request_of_another' };

/** Logs the grant and issues the licence with its key in one transaction. */
export async function grantLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  { userId, plan, until, seats, by, reason, requestId }: GrantLicence,
): Promise<GrantedLicence> {
  if (isEmpty(reason)) return { status: 'refused', reason: 'no_reason' };
  if (until < dayOf(deps.now())) return { status: 'refused', reason: 'already_over' };
  if (seats !== 1 && !isSoldPerSeat(plan.product)) return { status: 'refused', reason: 'not_per_seat' };
  const stream = grantStream(requestId ?? randomUUID());
  return deps.transaction(async (bound) => {
    const known = requestId === undefined ? null : await bound.licences.findByStream(stream);
    if (known?.userId === userId) return { status: 'granted', licenceId: known.id };
    if (known) return { status: 'refused', reason: 'request_of_another' };
    await recordDecision(bound, {
      stream,
      event: {
        type: 'licence_granted',
        by,
        reason,
        userId,
        planId: plan.paddlePlanId,
        until,
        quantity: seats,
      },
    });
    const licence = await bound.licences.findByStream(stream);
    if (!licence) throw new Error(`no licence was issued for ${stream}`);
    return { status: 'granted', licenceId: licence.id };
  });
}
