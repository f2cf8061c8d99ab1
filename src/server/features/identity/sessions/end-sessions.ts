/**
 * A customer ends other sessions, and the security log records it. All trusted devices are forgotten: which of them belongs
 * to a session is not known, and a lost device is the usual reason.
 */

import type { Deps } from '#server/deps.ts';
import { deviceName } from '#shared/identity/device.ts';

interface By {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

/** False when the customer has no such session. Its next request is nobody's. */
export function endSession(deps: Pick<Deps, 'transaction'>, by: By, id: number): Promise<boolean> {
  return deps.transaction(async ({ sessions, securityEvents, signInMethods }) => {
    const ended = await sessions.end(id, by.userId);
    if (!ended) return false;
    await signInMethods.forgetDevices(by.userId);
    await securityEvents.add({
      userId: by.userId,
      kind: 'session_ended',
      detail: deviceName(ended.userAgent),
      ...by.caller,
      at: new Date(),
    });
    return true;
  });
}

/** All but the one that asks; answers how many there were. */
export function endOtherSessions(deps: Pick<Deps, 'transaction'>, by: By, own: number): Promise<number> {
  return deps.transaction(async ({ sessions, securityEvents, signInMethods }) => {
    const ended = await sessions.endOthers(by.userId, own);
    await signInMethods.forgetDevices(by.userId);
    if (ended > 0) {
      await securityEvents.add({
        userId: by.userId,
        kind: 'other_sessions_ended',
        ...by.caller,
        at: new Date(),
      });
    }
    return ended;
  });
}
