/**
 * Renaming and removing a passkey. The change and its line in the security log are one transaction, and two changes of
 * one account wait for each other.
 */
import type { Deps } from '#server/deps.ts';
import { recordSecurityEventWithin } from '#server/features/identity/security-log/record-security-event.ts';
import { endTwoStep } from '#server/features/identity/two-step/end-two-step.ts';
import { AppError } from '#shared/errors.ts';
import type { PasskeyRemoval, PasskeyRenaming } from '#shared/identity/passkeys.ts';
import { canSignIn } from '#shared/identity/security-log.ts';

interface Actor {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

/** A passkey of another account is reported exactly like one that does not exist. */
const notFound = () => new AppError('not_found', 'the customer has no such passkey');

/**
 * Throws `changed_meanwhile` where the passkey is no longer called `expected`; a second tab that gives it the same name
 * is not refused.
 */
export function renamePasskey(
  deps: Pick<Deps, 'transaction'>,
  { userId, caller }: Actor,
  { id, name, expected }: PasskeyRenaming,
): Promise<void> {
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const known = await inside.passkeys.findName(id, userId);
    if (known === null) throw notFound();
    if (expected !== undefined && known !== expected) {
      if (known === name) return;
      throw new AppError('changed_meanwhile', 'the passkey was renamed in another tab');
    }
    await inside.passkeys.rename(id, userId, name);
    const at = new Date();
    await recordSecurityEventWithin(inside, { userId, kind: 'passkey_renamed', detail: name, ...caller, at });
  });
}

/**
 * Throws `last_way_in` where no sign-in method would be left, and `outdated` where two-step verification would end with
 * the passkey and the customer has not been told so.
 */
export function removePasskey(
  deps: Pick<Deps, 'transaction' | 'settings'>,
  { userId, caller }: Actor,
  { id, endsSecondStep }: PasskeyRemoval,
): Promise<void> {
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const name = await inside.passkeys.findName(id, userId);
    if (name === null) throw notFound();
    await inside.passkeys.remove(id, userId);
    const left = await inside.signInMethods.find(userId);
    if (!canSignIn(left, deps.settings.loginProviders))
      throw new AppError('last_way_in', 'no sign-in method would be left');
    const at = new Date();
    await recordSecurityEventWithin(inside, { userId, kind: 'passkey_removed', detail: name, ...caller, at });
    if (!left.hasSecondStep || left.hasAuthenticator || left.passkeys > 0) return;
    // Another tab may have turned it on since the page asked.
    if (!endsSecondStep) throw new AppError('outdated', 'two-step verification would end with this passkey');
    await endTwoStep(inside, userId);
    await recordSecurityEventWithin(inside, { userId, kind: 'second_step_ended', ...caller, at });
  });
}
