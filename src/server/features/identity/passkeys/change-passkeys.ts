/**
 * Renames and removes passkeys. Each change is recorded in the security log in the same transaction, and concurrent
 * changes to an account are serialized.
 */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { endTwoStep } from '#server/features/identity/two-step/end-two-step.ts';
import { AppError } from '#shared/errors.ts';
import type { PasskeyRemoval, PasskeyRenaming } from '#shared/identity/passkeys.ts';
import { canSignIn } from '#shared/identity/security-log.ts';

/** Used for both a passkey of another account and one that doesn't exist, so that the two can't be told apart. */
const notFound = () => new AppError('not_found', 'the customer has no such passkey');

/**
 * Renames a passkey. Throws `changed_meanwhile` if its name is no longer `expected`, unless it already has the new
 * name.
 */
export function renamePasskey(
  deps: Pick<Deps, 'transaction'>,
  actor: Actor,
  { id, name, expected }: PasskeyRenaming,
): Promise<void> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const known = await inside.passkeys.findName(id, userId);
    if (known === null) throw notFound();
    if (expected !== undefined && known !== expected) {
      if (known === name) return;
      throw new AppError('changed_meanwhile', 'the passkey was renamed in another tab');
    }
    await inside.passkeys.rename(id, userId, name);
    await recordOwnChange(inside, actor, 'passkey_renamed', name);
  });
}

/**
 * Removes a passkey. Throws `last_way_in` if no sign-in method would remain, and `outdated` if removing it would end
 * two-step verification and the customer wasn't warned of that.
 */
export function removePasskey(
  deps: Pick<Deps, 'transaction' | 'settings'>,
  actor: Actor,
  { id, turnsTwoStepOff }: PasskeyRemoval,
): Promise<void> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const name = await inside.passkeys.findName(id, userId);
    if (name === null) throw notFound();
    await inside.passkeys.remove(id, userId);
    const left = await inside.signInMethods.find(userId);
    if (!canSignIn(left, deps.settings.loginProviders))
      throw new AppError('last_way_in', 'no sign-in method would be left');
    await recordOwnChange(inside, actor, 'passkey_removed', name);
    if (!left.hasTwoStep || left.hasAuthenticator || left.passkeys > 0) return;
    // The customer couldn't have been warned if two-step verification was turned on in another tab after the page was
    // loaded.
    if (!turnsTwoStepOff)
      throw new AppError('outdated', 'removing this passkey would turn off two-step verification');
    await endTwoStep(inside, userId);
    await recordOwnChange(inside, actor, 'second_step_ended');
  });
}
