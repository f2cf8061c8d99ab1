/**
 * Renaming and removing a passkey. The change and its line in the security log are one transaction, and two changes of
 * one account wait for each other.
 */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { endTwoStep } from '#server/features/identity/two-step/end-two-step.ts';
import { AppError } from '#shared/errors.ts';
import type { PasskeyRemoval, PasskeyRenaming } from '#shared/identity/passkeys.ts';
import { canSignIn } from '#shared/identity/security-log.ts';

/** A passkey of another account is reported exactly like one that does not exist. */
const notFound = () => new AppError('not_found', 'the customer has no such passkey');

/**
 * Throws `changed_meanwhile` where the passkey is no longer called `expected`; a second tab that gives it the same name
 * is not refused.
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
 * Throws `last_way_in` where no sign-in method would be left, and `outdated` where two-step verification would end with
 * the passkey and the customer has not been told so.
 */
export function removePasskey(
  deps: Pick<Deps, 'transaction' | 'settings'>,
  actor: Actor,
  { id, endsSecondStep }: PasskeyRemoval,
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
    if (!left.hasSecondStep || left.hasAuthenticator || left.passkeys > 0) return;
    // Another tab may have turned it on since the page asked.
    if (!endsSecondStep) throw new AppError('outdated', 'two-step verification would end with this passkey');
    await endTwoStep(inside, userId);
    await recordOwnChange(inside, actor, 'second_step_ended');
  });
}
