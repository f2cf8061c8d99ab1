/** Adds, changes and removes second factors of imported people. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { endTwoStep } from '#server/features/identity/two-step/end-two-step.ts';
import {
  encrypted,
  newSecret,
  recoveryCodesOf,
  secretOf,
} from '#server/features/identity/two-step/two-factor-secrets.ts';
import { chooseBetween, digestOf, isDigestOf } from '#server/features/takeover/ledger/three-way.ts';
import type { Report } from '#server/features/takeover/report/report.ts';
import type { MappedPerson } from './map-person.ts';

type Keys = Pick<Deps, 'authSecrets'>;

/** Between the digests of recovery codes. */
const separator = '.';

export const factorDigests = (
  { keyVault }: Pick<Deps, 'keyVault'>,
  { totpSecret, recoveryCodes }: Pick<MappedPerson, 'totpSecret' | 'recoveryCodes'>,
): Record<string, string> => ({
  totp: digestOf(keyVault, 'totp', totpSecret),
  codes: recoveryCodes.map((code) => digestOf(keyVault, 'code', code)).join(separator),
});

/** Stores an app and recovery codes; without an app, only what an account with passkeys alone has. */
export async function addFactors(
  bound: BoundDeps,
  userId: number,
  { totpSecret, recoveryCodes }: Pick<MappedPerson, 'totpSecret' | 'recoveryCodes'>,
): Promise<void> {
  const secret = await encrypted(bound as Keys, totpSecret ?? newSecret());
  const backupCodes = await encrypted(bound as Keys, JSON.stringify(recoveryCodes));
  const values = { secret, backupCodes, verified: totpSecret !== null, lastUsedStep: null };
  if (!(await bound.twoFactors.find(userId))) await bound.twoFactors.add({ userId, secret, backupCodes });
  await bound.twoFactors.change(userId, values);
}

/**
 * Merges the app and the recovery codes. A code that was used, here or there, is used. Returns the digests of what was
 * compared.
 */
export async function mergeFactors(
  bound: BoundDeps,
  person: MappedPerson,
  digests: Readonly<Record<string, string>>,
  { report, passkeysLeft }: { report: Report; passkeysLeft: number },
): Promise<Record<string, string>> {
  const { id } = person;
  const row = await bound.twoFactors.find(id);
  const ours = row?.isConfirmed ? await secretOf(bound, row) : null;
  const choice = chooseBetween(bound.keyVault, {
    field: 'totp',
    base: digests.totp,
    theirs: person.totpSecret,
    ours,
  });
  if (choice === 'conflict') {
    report.find('changed_in_both', 'users', id);
    return { totp: digests.totp ?? '', codes: digests.codes ?? '' };
  }
  if (choice === 'take') {
    if (person.totpSecret === null && passkeysLeft === 0) await endTwoStep(bound, id);
    else {
      await addFactors(bound, id, person);
      await bound.accounts.turnTwoStepOn(id);
    }
    await bound.verifications.discard(id, ['pending', 'devices']);
    return factorDigests(bound, person);
  }
  const known = (digests.codes ?? '').split(separator);
  const wasImported = (code: string) =>
    known.some((digest) => isDigestOf(bound.keyVault, digest, 'code', code));
  const stored = row === null || person.totpSecret === null ? null : await recoveryCodesOf(bound, row);
  // Codes that were renewed here replace all that came from there.
  if (stored === null || ours !== person.totpSecret || stored.some((code) => !wasImported(code)))
    return { totp: digests.totp ?? '', codes: digests.codes ?? '' };
  const left = stored.filter((code) => person.recoveryCodes.includes(code));
  const added = person.recoveryCodes.filter((code) => !wasImported(code));
  if (left.length < stored.length || added.length > 0) {
    const backupCodes = await encrypted(bound as Keys, JSON.stringify([...left, ...added]));
    await bound.twoFactors.change(id, { backupCodes });
  }
  return factorDigests(bound, person);
}
