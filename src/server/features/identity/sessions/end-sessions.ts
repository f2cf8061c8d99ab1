/**
 * Ends sessions at the customer's request and records that in the security log. Also discards all trusted devices and
 * pending sign-ins. They can't be matched to sessions, and customers usually end a session because they have lost a
 * device.
 */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { deviceName } from '#shared/identity/device.ts';

/** Ends a session, which stops working immediately. Returns false if the customer has no such session. */
export function endSession(deps: Pick<Deps, 'transaction'>, actor: Actor, id: number): Promise<boolean> {
  return deps.transaction(async (inside) => {
    const ended = await inside.sessions.end(id, actor.userId);
    if (!ended) return false;
    await inside.verifications.discard(actor.userId, ['pending', 'devices']);
    await recordOwnChange(inside, actor, 'session_ended', deviceName(ended.userAgent));
    return true;
  });
}

/** Ends every session except the current one. Returns the number ended. */
export function endOtherSessions(
  deps: Pick<Deps, 'transaction'>,
  actor: Actor & { sessionId: number },
): Promise<number> {
  return deps.transaction(async (inside) => {
    const ended = await inside.sessions.endOthers(actor.userId, actor.sessionId);
    await inside.verifications.discard(actor.userId, ['pending', 'devices']);
    if (ended > 0) await recordOwnChange(inside, actor, 'other_sessions_ended');
    return ended;
  });
}
