/** Cancels a requested change of address, which invalidates its link. */
import type { Deps } from '#server/deps.ts';
import { openEmailChange } from './open-email-change.ts';

/**
 * Cancels the pending change. Returns false if there is none, because it was confirmed, was already cancelled or has
 * expired.
 */
export function stopEmailChange(
  deps: Pick<Deps, 'transaction'>,
  {
    account: { id: userId },
    caller,
  }: { account: { id: number }; caller: { ipAddress: string | null; userAgent: string | null } },
): Promise<boolean> {
  return deps.transaction(async (inside) => {
    if (!(await inside.accounts.lock(userId))) return false;
    const open = await openEmailChange(inside, userId);
    const at = new Date();
    if (!open || !(await inside.emailChanges.stop(open.id, at))) return false;
    await inside.securityEvents.add({ userId, kind: 'email_change_stopped', ...caller, at });
    return true;
  });
}
