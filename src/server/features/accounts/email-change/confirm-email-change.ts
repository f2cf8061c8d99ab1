/** Changes an account's address when the link sent to the new address is opened. */
import type { Deps } from '#server/deps.ts';
import { indexCustomers } from '#server/features/accounts/customer-index/index-customers.ts';
import { changeOfLink } from './open-email-change.ts';

export type ConfirmEmailChangeDeps = Pick<Deps, 'transaction' | 'keyVault'>;

/**
 * Changes the address. Requires both the link and a session of the account that requested the change (docs/decisions,
 * "An address is confirmed together with its password"). With the link alone, an attacker could request a change to a
 * victim's address, wait until the victim or a link scanner opens the link, and take over the purchases made with that
 * address.
 */
export function confirmEmailChange(
  deps: ConfirmEmailChangeDeps,
  {
    account,
    token,
    caller,
  }: {
    account: { id: number };
    token: string;
    caller: { ipAddress: string | null; userAgent: string | null };
  },
): Promise<{ status: 'link_invalid' | 'taken' } | { status: 'changed'; email: string }> {
  const at = new Date();
  return deps.transaction(async (bound) => {
    const { accounts, emailChanges, securityEvents, pendingSignIns, outbox, now } = bound;
    const latest = await changeOfLink({ ...deps, emailChanges }, { userId: account.id, token });
    if (!latest) return { status: 'link_invalid' };
    // Revealing that the address has an account is safe, because the link proves that the user owns the address.
    if (await accounts.findByEmail(latest.newEmail)) return { status: 'taken' };
    if (!(await emailChanges.confirm(latest.id, at))) return { status: 'link_invalid' };
    await accounts.setEmail(account.id, latest.newEmail, { isVerified: true });
    await indexCustomers(bound, [account.id]);
    // Invalidates pending password reset links, because they were sent to the old address.
    await pendingSignIns.invalidate(account.id);
    await securityEvents.add({ userId: account.id, kind: 'email_changed', ...caller, at });
    await outbox.add([
      {
        idempotencyKey: `email-change:${latest.id}:done`,
        template: 'email-changed',
        ids: { change: latest.id },
        at: now(),
        urgent: true,
      },
    ]);
    return { status: 'changed', email: latest.newEmail };
  });
}
