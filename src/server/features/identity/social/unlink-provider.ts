/** Unlinking a provider. The change and its line in the security log are one transaction. */
import type { Deps } from '#server/deps.ts';
import { recordSecurityEventWithin } from '#server/features/identity/security-log/record-security-event.ts';
import { AppError } from '#shared/errors.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { canSignIn } from '#shared/identity/security-log.ts';

interface Actor {
  userId: number;
  caller: { ipAddress: string | null; userAgent: string | null };
}

/**
 * Throws `last_way_in` where no sign-in method would be left: a provider that is no longer offered is none. Changes of
 * one account wait for each other, so that two tabs cannot remove the last two.
 */
export function unlinkProvider(
  deps: Pick<Deps, 'transaction' | 'settings'>,
  { userId, caller }: Actor,
  { provider }: { provider: LoginProviderId },
): Promise<void> {
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if (!(await inside.signInMethods.unlinkProvider(userId, provider)))
      throw new AppError('not_found', 'the account is not linked to this provider');
    if (!canSignIn(await inside.signInMethods.find(userId), deps.settings.loginProviders))
      throw new AppError('last_way_in', 'no sign-in method would be left');
    const at = new Date();
    const event = { userId, kind: 'provider_unlinked', detail: provider, ...caller, at } as const;
    await recordSecurityEventWithin(inside, event);
  });
}
