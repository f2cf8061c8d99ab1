/**
 * Turns two-step verification on and off for customers who have no app, only a passkey or security key (NIST SP
 * 800-63B, 5.1.7). Also renews the recovery codes, without which losing the key would lock the customer out. Changes to
 * one account are serialized.
 */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { AppError } from '#shared/errors.ts';
import { endTwoStep, startTwoStep, withoutFailures } from './end-two-step.ts';
import { freshCodes } from './recovery-codes.ts';
import { encrypted, newSecret, recoveryCodesOf } from './two-factor-secrets.ts';

/**
 * Turns two-step verification on, ends all other sessions and returns the recovery codes. Throws `outdated` if it is
 * already on or the account has no passkey.
 */
export function turnTwoStepOn(
  deps: Pick<Deps, 'transaction' | 'authSecrets'>,
  actor: Actor & { sessionId: number },
): Promise<string[]> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const { hasTwoStep, passkeys } = await inside.signInMethods.find(userId);
    if (hasTwoStep) throw new AppError('outdated', 'two-step verification is already on');
    if (passkeys === 0) throw new AppError('outdated', 'the account has no passkey');
    const { recoveryCodes, backupCodes } = await freshCodes(deps);
    // If an app is being added in another window, its secret is kept, so that the app can still be confirmed.
    if (await inside.twoFactors.find(userId))
      await inside.twoFactors.change(userId, { backupCodes, ...withoutFailures });
    else {
      const secret = await encrypted(deps, newSecret());
      await inside.twoFactors.add({ userId, secret, backupCodes });
    }
    await startTwoStep(inside, actor);
    await recordOwnChange(inside, actor, 'second_step_started');
    return recoveryCodes;
  });
}

/**
 * Turns two-step verification off. Throws `outdated` if the account has an authenticator app, which must be removed
 * first.
 */
export function turnTwoStepOff(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<void> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const { hasTwoStep, hasAuthenticator } = await inside.signInMethods.find(userId);
    if (!hasTwoStep) return;
    if (hasAuthenticator) throw new AppError('outdated', 'the authenticator app has to be removed first');
    await endTwoStep(inside, userId);
    await recordOwnChange(inside, actor, 'second_step_ended');
  });
}

/**
 * Replaces all recovery codes with ten new ones and returns them. Throws `outdated` if two-step verification is off.
 */
export function renewRecoveryCodes(
  deps: Pick<Deps, 'transaction' | 'authSecrets'>,
  actor: Actor,
): Promise<string[]> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if (!(await inside.signInMethods.find(userId)).hasTwoStep)
      throw new AppError('outdated', 'two-step verification is off');
    const { recoveryCodes, backupCodes } = await freshCodes(deps);
    await inside.twoFactors.change(userId, { backupCodes });
    await recordOwnChange(inside, actor, 'recovery_codes_renewed');
    return recoveryCodes;
  });
}

/** Returns the number of unused recovery codes; 0 if two-step verification is off or the codes can't be read. */
export async function recoveryCodesLeft(
  deps: Pick<Deps, 'signInMethods' | 'twoFactors' | 'authSecrets' | 'log'>,
  userId: number,
): Promise<number> {
  const row = await deps.twoFactors.find(userId);
  if (!row || !(await deps.signInMethods.find(userId)).hasTwoStep) return 0;
  return (await recoveryCodesOf(deps, row))?.length ?? 0;
}
