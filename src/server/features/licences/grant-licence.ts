/** Gives a customer a complimentary licence. */
import { randomUUID } from 'node:crypto';
import { isSoldPerSeat, type Plan } from '#shared/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { Deps } from '../../deps.ts';
import { applyEntitlement } from './apply-entitlement.ts';

export interface GrantLicence {
  user: { id: number; email: string };
  plan: Plan;
  /** The last day it works, inclusive. */
  until: CalendarDate;
  /** Only where the product is sold per seat. */
  seats: number;
  /** Why, for whoever asks later. */
  reason: string;
}

export type GrantedLicence =
  | { status: 'granted'; licenceId: number }
  | { status: 'refused'; reason: 'already_over' | 'not_per_seat' };

/** Logs the grant and issues the licence with its key, both or neither. */
export async function grantLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  { user, plan, until, seats, reason }: GrantLicence,
): Promise<GrantedLicence> {
  const now = deps.now();
  if (until < dayOf(now)) return { status: 'refused', reason: 'already_over' };
  if (seats !== 1 && !isSoldPerSeat(plan.product)) return { status: 'refused', reason: 'not_per_seat' };
  const subject = `grant:${randomUUID()}`;
  return deps.transaction(async (bound) => {
    await bound.events.append({
      source: 'administrator',
      type: 'licence_granted',
      subject,
      payload: { user_id: user.id, plan_id: plan.paddlePlanId, until, quantity: seats, reason },
      occurredAt: now,
      receivedAt: now,
      state: 'applied',
    });
    const { licenceId } = await applyEntitlement(bound, {
      subject,
      userId: user.id,
      purchaserEmail: user.email,
      plan,
      subscriptionId: null,
      status: 'granted',
      subscriptionState: 'licence_granted',
      quantity: seats,
      startedOn: dayOf(now),
      periodStart: dayOf(now),
      validUntil: until,
      pausedFrom: null,
      endsOn: until,
      lastPaid: null,
    });
    return { status: 'granted', licenceId };
  });
}
