/**
 * Adding and removing an authenticator app. Changes of one account wait for each other, and each is one transaction with
 * its line in the security log.
 */
import type { Deps } from '#server/deps.ts';
import { appName } from '#server/features/identity/app-name.ts';
import { type Actor, recordOwnChange } from '#server/features/identity/security-log/record-own-change.ts';
import { AppError } from '#shared/errors.ts';
import type { AuthenticatorDraft } from '#shared/identity/security-log.ts';
import { endTwoStep, startTwoStep, withoutFailures } from './end-two-step.ts';
import { freshCodes } from './recovery-codes.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';
import { encrypted, newSecret, secretOf } from './two-factor-secrets.ts';

const alreadyAdded = () => new AppError('outdated', 'the account already has an authenticator app');
const notBegun = () => new AppError('outdated', 'no authenticator app is being added');

/** A new secret, which counts once a code of it was given. Throws `outdated` where there is an app. */
export async function beginAuthenticator(
  deps: Pick<Deps, 'transaction' | 'authSecrets'>,
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
    // Where two-step verification is on with a passkey, its recovery codes and its count of wrong codes stay.
    else if ((await signInMethods.find(userId)).hasSecondStep) await twoFactors.change(userId, draft);
    else await twoFactors.change(userId, { ...draft, ...withoutFailures, backupCodes });
  });
  return { secret: base32(secret), uri: otpauthUri({ issuer: appName, account: email, secret }) };
}

/**
 * The app is added and every other session ends. Answers the recovery codes, null where two-step verification was on
 * before. Throws `code_wrong`, and `outdated` where no app is being added.
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
    // Starting again makes another secret.
    if (secret === null) throw notBegun();
    const step = stepOfCode(secret, code.replaceAll(/\s/g, ''), new Date());
    if (step === null) throw new AppError('code_wrong', 'the code does not match the secret');
    const codes = (await inside.signInMethods.find(userId)).hasSecondStep ? null : await freshCodes(deps);
    await inside.twoFactors.change(userId, {
      ...{ verified: true, lastUsedStep: step },
      ...(codes ? { backupCodes: codes.backupCodes } : {}),
    });
    await startTwoStep(inside, actor);
    await recordOwnChange(inside, actor, 'authenticator_added');
    return codes?.recoveryCodes ?? null;
  });
}

/** With a passkey left, two-step verification stays on with it and with the recovery codes. */
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
      // A secret that no app has takes the place of the app's.
      const secret = await encrypted(deps, newSecret());
      await inside.twoFactors.change(userId, { verified: false, secret, lastUsedStep: null });
      await inside.signInMethods.discard(userId, ['pending', 'devices']);
    }
    await recordOwnChange(inside, actor, 'authenticator_removed');
  });
}
