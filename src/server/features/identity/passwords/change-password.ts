/**
 * Changes passwords and sets first ones. Each change, everything it invalidates and its security log entry are written
 * in one transaction. Concurrent changes to one account are serialized.
 */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { AppError } from '#shared/errors.ts';
import { isPasswordOfAccount } from './check-password.ts';
import type { Owner } from './context-specific-words.ts';
import { assertGoodPassword } from './new-password.ts';
import { hashOfPassword } from './password-hashes.ts';

type PasswordDeps = Pick<Deps, 'transaction' | 'signInMethods' | 'isBreachedPassword' | 'log'>;

interface Choice {
  owner: Owner;
  newPassword: string;
}

/**
 * Changes the password and ends all sessions (OWASP ASVS 5.0, 7.4.3). The caller's session ends too, so that a copy of
 * its cookie stops working. Throws `outdated` if there is no password or it was changed at the same time,
 * `password_same` if the new password is the current one, and the errors of `assertGoodPassword`.
 */
export async function changePassword(
  deps: PasswordDeps,
  actor: Actor,
  { owner, newPassword }: Choice,
): Promise<void> {
  const { userId } = actor;
  await assertGoodPassword(newPassword, { owner, isBreached: deps.isBreachedPassword });
  const hash = await deps.signInMethods.findPasswordHash(userId);
  if (hash === null) throw new AppError('outdated', 'there is no password to change');
  if (await isPasswordOfAccount(deps, { userId, hash, password: newPassword }))
    throw new AppError('password_same', 'the new password is the current one');
  const newHash = await hashOfPassword(newPassword);
  await deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if ((await inside.signInMethods.findPasswordHash(userId)) !== hash)
      throw new AppError('outdated', 'the password was changed meanwhile');
    await inside.signInMethods.setPasswordHash(userId, newHash);
    await inside.sessions.endAll(userId);
    await inside.verifications.discard(userId, ['pending', 'devices']);
    await recordOwnChange(inside, actor, 'password_changed');
  });
}

/**
 * Sets the password of a customer who signed up with a provider. Sessions stay, because no sign-in method is removed.
 * Throws `outdated` if the account already has a password, which may have been set in another tab; that password stays.
 */
export async function setFirstPassword(
  deps: PasswordDeps,
  actor: Actor,
  { owner, newPassword }: Choice,
): Promise<void> {
  const { userId } = actor;
  await assertGoodPassword(newPassword, { owner, isBreached: deps.isBreachedPassword });
  const hash = await hashOfPassword(newPassword);
  await deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if ((await inside.signInMethods.findPasswordHash(userId)) !== null)
      throw new AppError('outdated', 'the account already has a password');
    await inside.signInMethods.setPasswordHash(userId, hash);
    await recordOwnChange(inside, actor, 'password_set');
  });
}
