/**
 * Adds and removes authenticator apps. Each change is written in one transaction with its security log entry, and
 * changes to one account are serialized.
 */
import type { Deps } from '#server/deps.ts';
import { appNameOf } from '#server/features/identity/app-name.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { AppError } from '#shared/errors.ts';
import type { AuthenticatorDraft } from '#shared/identity/security-log.ts';
import { endTwoStep, startTwoStep, withoutFailures } from './end-two-step.ts';
import { freshCodes } from './recovery-codes.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';
import { encrypted, newSecret, secretOf } from './two-factor-secrets.ts';

const alreadyAdded = () => new AppError('outdated', 'the account already has an authenticator app');
const notBegun = () => new AppError('outdated', 'no authenticator app is being added');

/**
 * Creates a secret for a new app. The app takes effect once the customer enters a code from it. Throws `outdated` if
 * the account already has an app.
 */
export async function beginAuthenticator(
  deps: Pick<Deps, 'transaction' | 'authSecrets' | 'settings'>,
  { userId, email }: { userId: number; email: string },
): Promise<AuthenticatorDraft> {
  const secret = newSecret();
  const draft = { secret: await encrypted(deps, secret), lastUsedStep: null };
  const backupCodes = await encrypted(deps, '[]');
  await deps.transaction(async ({ accounts, twoFactors, signInMethods }) => {
    await accounts.lock(userId);
    const existing = await twoFactors.find(userId);
    if (existing?.isConfirmed) throw alreadyAdded();
    if (!existing) await twoFactors.add({ userId, secret: draft.secret, backupCodes });
    // If two-step verification is already on with a passkey, only the secret changes. The recovery codes and the count
    // of wrong codes are kept.
    else if ((await signInMethods.find(userId)).hasTwoStep) await twoFactors.change(userId, draft);
    else await twoFactors.change(userId, { ...draft, ...withoutFailures, backupCodes });
  });
  const issuer = appNameOf(deps.settings.brand);
  return { secret: base32(secret), uri: otpauthUri({ issuer, account: email, secret }) };
}

/**
 * Adds the app and ends all other sessions. Returns the recovery codes; null if two-step verification was already on.
 * Throws `code_wrong` if the code is wrong, and `outdated` if no app is being added.
 */
export function confirmAuthenticator(
  deps: Pick<Deps, 'transaction' | 'authSecrets' | 'log'>,
  actor: Actor & { sessionId: number },
  { code }: { code: string },
): Promise<string[] | null> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    const row = await inside.twoFactors.find(userId);
    if (row === null) throw notBegun();
    if (row.isConfirmed) throw alreadyAdded();
    const secret = await secretOf(deps, row);
    // The stored secret can't be decrypted. The customer has to start again, which creates another one.
    if (secret === null) throw notBegun();
    const step = stepOfCode(secret, code.replaceAll(/\s/g, ''), new Date());
    if (step === null) throw new AppError('code_wrong', 'the code does not match the secret');
    const codes = (await inside.signInMethods.find(userId)).hasTwoStep ? null : await freshCodes(deps);
    await inside.twoFactors.change(userId, {
      ...{ verified: true, lastUsedStep: step },
      ...(codes ? { backupCodes: codes.backupCodes } : {}),
    });
    await startTwoStep(inside, actor);
    await recordOwnChange(inside, actor, 'authenticator_added');
    return codes?.recoveryCodes ?? null;
  });
}

/** Removes the app. If a passkey remains, two-step verification stays on with it, and the recovery codes stay valid. */
export function removeAuthenticator(
  deps: Pick<Deps, 'transaction' | 'authSecrets'>,
  actor: Actor,
): Promise<void> {
  const { userId } = actor;
  return deps.transaction(async (inside) => {
    await inside.accounts.lock(userId);
    if (!(await inside.twoFactors.find(userId))?.isConfirmed) return;
    if ((await inside.signInMethods.find(userId)).passkeys === 0) await endTwoStep(inside, userId);
    else {
      // Replaces the secret with a new one that no app knows.
      const secret = await encrypted(deps, newSecret());
      await inside.twoFactors.change(userId, { verified: false, secret, lastUsedStep: null });
      await inside.verifications.discard(userId, ['pending', 'devices']);
    }
    await recordOwnChange(inside, actor, 'authenticator_removed');
  });
}
