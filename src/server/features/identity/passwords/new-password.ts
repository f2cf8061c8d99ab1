/** Checks new passwords (NIST SP 800-63B, 5.1.1.2; OWASP ASVS 5.0, 6.2.4, 6.2.11, 6.2.12). */
import { Password } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import type { IsBreached } from './breached-passwords.ts';
import { isCommonPassword } from './common-passwords.ts';
import { isMadeOfContextWords, type Owner } from './context-specific-words.ts';

/**
 * Returns the reason why the password is easily guessed; null if it isn't. `owner` is null if the account is unknown.
 */
export async function weaknessOf(
  password: string,
  { owner, isBreached }: { owner: Owner | null; isBreached: IsBreached },
): Promise<'PASSWORD_COMMON' | 'PASSWORD_BREACHED' | null> {
  if (isCommonPassword(password) || isMadeOfContextWords(password, owner)) return 'PASSWORD_COMMON';
  return (await isBreached(password)) ? 'PASSWORD_BREACHED' : null;
}

/** Throws if the password is easily guessed. The error's code is the reason. */
export async function assertGoodPassword(
  password: string,
  weakness: Parameters<typeof weaknessOf>[1],
): Promise<void> {
  const [issue] = Password.safeParse(password).error?.issues ?? [];
  if (issue) {
    const code = issue.code === 'too_small' ? 'password_too_short' : 'password_too_long';
    throw new AppError(code, 'the new password is too short or too long');
  }
  const weak = await weaknessOf(password, weakness);
  if (weak === null) return;
  throw new AppError(
    weak === 'PASSWORD_COMMON' ? 'password_common' : 'password_breached',
    'the new password is too weak',
  );
}
