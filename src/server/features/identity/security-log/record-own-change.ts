/** A change that a customer makes to their own account, and its line in the security log. */
import type { Deps } from '#server/deps.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { recordSecurityEventWithin } from './record-security-event.ts';

/** Who changes something, and from where. */
export interface Actor {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

/** In the transaction of the change: both or neither. */
export const recordOwnChange = (
  inside: Pick<Deps, 'securityEvents' | 'outbox' | 'now'>,
  { userId, caller }: Actor,
  kind: SecurityEventKind,
  detail: string | null = null,
): Promise<void> => recordSecurityEventWithin(inside, { userId, kind, detail, ...caller, at: new Date() });
