/**
 * Re-authenticates customers with a password or an e-mailed code. The time is stored in the session; signing in counts
 * as re-authentication too (OWASP ASVS 5.0, 7.5.1). Codes are for customers who have neither a password nor a passkey.
 * They have six digits and are valid for ten minutes and five attempts (NIST SP 800-63B, 3.2.2).
 */
import type { Deps } from '#server/deps.ts';
import { isMailedEnough, signInMail } from '#server/features/identity/mails/enqueue-sign-in-mail.ts';
import { isPasswordOfAccount } from '#server/features/identity/passwords/check-password.ts';
import type { Actor } from '#server/features/identity/security-log/record-own-change.ts';
import { recordSecurityEvent } from '#server/features/identity/security-log/record-security-event.ts';
import { AppError } from '#shared/errors.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { isCode, readKept, writeKept } from './email-code.ts';

type SessionActor = Actor & { sessionId: number };

/**
 * Stores that the session was re-authenticated. If the security log can't be written, the failure is only logged, so
 * that the customer isn't locked out.
 */
async function markReauthenticated(
  deps: Pick<Deps, 'sessions' | 'transaction' | 'log'>,
  { userId, sessionId, caller }: SessionActor,
  detail: 'password' | 'email-code',
): Promise<void> {
  const at = new Date();
  await deps.sessions.markReauthenticated(sessionId, at);
  const event = { userId, kind: 'identity_confirmed', detail, ...caller, at } as const;
  await recordSecurityEvent(deps, event).catch((err: unknown) =>
    deps.log.error({ err, kind: event.kind }, 'the security log could not be written'),
  );
}

/**
 * Re-authenticates with the password. Throws `password_wrong` if it doesn't match. If the account has no password,
 * checking takes as long as with a wrong one.
 */
export async function reauthenticateByPassword(
  deps: Pick<Deps, 'signInMethods' | 'sessions' | 'transaction' | 'log'>,
  actor: SessionActor,
  { password }: { password: string },
): Promise<void> {
  const { userId } = actor;
  const hash = await deps.signInMethods.findPasswordHash(userId);
  if (!(await isPasswordOfAccount(deps, { userId, hash, password })))
    throw new AppError('password_wrong', 'the password is wrong');
  await markReauthenticated(deps, actor, 'password');
}

/**
 * Throws `another_way_needed` if the customer has a password or a passkey. Both prove more than access to a mailbox, or
 * than a provider that may not ask the user to sign in again.
 */
async function assertNothingStronger(
  { signInMethods }: Pick<Deps, 'signInMethods'>,
  userId: number,
): Promise<{ linked: readonly string[] }> {
  const { hasPassword, passkeys, providers } = await signInMethods.find(userId);
  if (hasPassword || passkeys > 0)
    throw new AppError('another_way_needed', 'the customer has a password or a passkey');
  return { linked: providers };
}

/** Throws if the customer may not re-authenticate with this provider. */
export async function assertReauthenticatesBy(
  deps: Pick<Deps, 'signInMethods' | 'settings'>,
  userId: number,
  provider: LoginProviderId,
): Promise<void> {
  const { linked } = await assertNothingStronger(deps, userId);
  if (!deps.settings.loginProviders.includes(provider) || !linked.includes(provider))
    throw new AppError('not_found', 'the account is not linked to this provider');
}

/** Enqueues an e-mail with a re-authentication code for this session. */
export async function sendReauthenticationCode(
  deps: Pick<Deps, 'signInMethods' | 'limiter' | 'outbox' | 'now' | 'log'>,
  { userId, sessionId }: SessionActor,
  { email }: { email: string },
): Promise<void> {
  await assertNothingStronger(deps, userId);
  const template = 'confirm-code';
  if (await isMailedEnough(deps, template, email)) return;
  const ids = { user: String(userId), session: String(sessionId) };
  await deps.outbox.add([{ ...signInMail(template, ids), at: deps.now(), urgent: true }]);
}

/**
 * Re-authenticates with an e-mailed code. Throws `code_wrong` if the text isn't a code, `mail_code_wrong` if the code
 * is wrong, and `mail_code_expired` if the customer must request a new one.
 */
export async function reauthenticateByCode(
  deps: Pick<Deps, 'signInMethods' | 'verifications' | 'authSecrets' | 'sessions' | 'transaction' | 'log'>,
  actor: SessionActor,
  { code }: { code: string },
): Promise<void> {
  const { userId, sessionId } = actor;
  if (!/^\d{6}$/.test(code)) throw new AppError('code_wrong', 'a code has six digits');
  await assertNothingStronger(deps, userId);
  const expired = () => new AppError('mail_code_expired', 'there is no code for this session');
  const stored = await deps.verifications.findEmailCode(sessionId, new Date());
  const kept = stored && readKept(stored.value);
  if (!stored || !kept) throw expired();
  // The attempt is counted before the comparison, and only if the stored value hasn't changed since it was read.
  // Concurrent attempts therefore can't exceed the limit.
  const isCounted = await deps.verifications.replaceEmailCode(
    stored,
    writeKept({ ...kept, tries: kept.tries + 1 }),
  );
  if (!isCounted || !isCode(kept, String(sessionId), code, deps.authSecrets))
    throw new AppError('mail_code_wrong', 'the code does not match the one in the e-mail');
  if (!(await deps.verifications.removeEmailCode(stored))) throw expired();
  await markReauthenticated(deps, actor, 'email-code');
}
