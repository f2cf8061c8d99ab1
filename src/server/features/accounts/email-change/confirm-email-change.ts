/** Gives an account the address whose link was opened. */
import type { Deps } from '#server/deps.ts';
import { changeOfLink } from './open-email-change.ts';

export type ConfirmEmailChangeDeps = Pick<Deps, 'transaction' | 'keyVault'>;

/**
 * The link alone changes nothing: it must come from somebody who is signed in to the very account that asked
 * (docs/decisions, "An address is confirmed together with its password"). Otherwise a stranger could ask for
 * somebody's address, have its owner or a scanner open the link, and own what was bought with it.
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
  return deps.transaction(async ({ accounts, emailChanges, securityEvents, signInMethods, outbox, now }) => {
    const latest = await changeOfLink({ ...deps, emailChanges }, { userId: account.id, token });
    if (!latest) return { status: 'link_invalid' };
    // Whoever has the link owns the address, so what is said of it is theirs to know.
    if (await accounts.findByEmail(latest.newEmail)) return { status: 'taken' };
    if (!(await emailChanges.confirm(latest.id, at))) return { status: 'link_invalid' };
    await accounts.setVerifiedEmail(account.id, latest.newEmail);
    // Links to a new password went to the old address.
    await signInMethods.discardPasswordLinks(account.id);
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
