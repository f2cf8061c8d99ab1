/** Records a customer's change to their own account in the security log. */
import type { Deps } from '#server/deps.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { recordSecurityEventWithin } from './record-security-event.ts';

/** The customer who makes a change, and where the request comes from. */
export interface Actor {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

/** Records the change. Call this in the transaction of the change, so that neither is stored without the other. */
export const recordOwnChange = (
  inside: Pick<Deps, 'securityEvents' | 'outbox' | 'now' | 'settings'>,
  { userId, caller }: Actor,
  kind: SecurityEventKind,
  detail: string | null = null,
): Promise<void> => recordSecurityEventWithin(inside, { userId, kind, detail, ...caller, at: new Date() });
