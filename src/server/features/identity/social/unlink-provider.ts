/** Unlinks a provider and records it in the security log in the same transaction. */
import type { Deps } from '#server/deps.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { AppError } from '#shared/errors.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { canSignIn } from '#shared/identity/security-log.ts';

/**
 * Unlinks a provider. Throws `last_way_in` if no sign-in method would remain; a provider that is no longer offered
 * doesn't count as one. Locks the account, so that two tabs can't each remove one of the last two methods.
 */
export function unlinkProvider(
  deps: Pick<Deps, 'transaction' | 'settings'>,
  actor: Actor,
  { provider }: { provider: LoginProviderId },
): Promise<void> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if (!(await inside.signInMethods.unlinkProvider(userId, provider)))
      throw new AppError('not_found', 'the account is not linked to this provider');
    if (!canSignIn(await inside.signInMethods.find(userId), deps.settings.loginProviders))
      throw new AppError('last_way_in', 'no sign-in method would be left');
    await recordOwnChange(inside, actor, 'provider_unlinked', provider);
  });
}
