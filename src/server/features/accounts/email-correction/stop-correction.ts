/** Stops a correction of an address with the link that was sent to the old one. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { indexCustomers } from '#server/features/accounts/customer-index/index-customers.ts';
import { openEmailChange } from '#server/features/accounts/email-change/open-email-change.ts';
import type { CorrectionStopped } from '#shared/accounts/email-correction.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { AppError } from '#shared/errors.ts';
import { correctionOfLink } from './correction-link.ts';
import type { EmailCorrection } from './email-correction.repository.ts';

interface Caller {
  ipAddress: string | null;
  userAgent: string | null;
}

/**
 * Gives the account its old address back, whatever has become of the new one meanwhile, and ends everything that may
 * have been begun with it: sessions, trusted devices, pending sign-ins and changes of the address. If another account
 * has the old address by now, this account is blocked instead, until an administrator has looked at it.
 */
export async function stopCorrection(
  deps: Pick<Deps, 'transaction' | 'emailCorrections' | 'keyVault'>,
  { token, caller }: { token: string; caller: Caller },
): Promise<CorrectionStopped> {
  const linked = await correctionOfLink(deps, token);
  if (!linked) return { status: 'link_invalid' };
  return deps.transaction(async (inside) => {
    // Locked before anything is read, so that what is read is what others have committed by then.
    const account = await inside.accounts.lock(linked.userId);
    const correction = account && (await inside.emailCorrections.findById(linked.id));
    if (!correction) return { status: 'link_invalid' };
    const at = new Date();
    if (correction.stoppedAt === null && correction.expiresAt <= at) return { status: 'expired' };
    if (!(await inside.emailCorrections.stop(correction, at))) return { status: 'stopped_before' };
    return restore(inside, correction, { role: account.administratorRole, caller, at });
  });
}

async function restore(
  inside: BoundDeps,
  correction: EmailCorrection,
  { role, caller, at }: { role: AdministratorRole | null; caller: Caller; at: Date },
): Promise<CorrectionStopped> {
  const { userId, oldEmail, wasVerified } = correction;
  const owner = await inside.accounts.findByEmail(oldEmail);
  const isFree = owner === null || owner.id === userId;
  if (isFree) {
    await inside.accounts.setEmail(userId, oldEmail, { isVerified: wasVerified });
    await indexCustomers(inside, [userId]);
  } else {
    // The administrator who corrected the address is left, unless that account has gone within the day.
    if (role === 'administrator' && !(await inside.administrators.isAnotherLeft(userId)))
      throw new AppError('last_administrator', 'no other administrator would be left');
    await inside.administrators.setBlocked(userId, at);
  }
  const open = await openEmailChange(inside, userId);
  if (open) await inside.emailChanges.stop(open.id, at);
  await inside.pendingSignIns.endEverything(userId);
  await inside.securityEvents.add({ userId, kind: 'email_correction_stopped', ...caller, at });
  return { status: isFree ? 'restored' : 'blocked' };
}
