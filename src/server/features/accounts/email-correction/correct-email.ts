/** Corrects the address of an account on behalf of an administrator (docs/decisions/0062-corrected-addresses.md). */
import type { BoundDeps } from '#server/deps.ts';
import { indexCustomers } from '#server/features/accounts/customer-index/index-customers.ts';
import { openEmailChange } from '#server/features/accounts/email-change/open-email-change.ts';
import { dayMs } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';

type CorrectDeps = Pick<
  BoundDeps,
  | 'accounts'
  | 'customerFacts'
  | 'emailChanges'
  | 'emailCorrections'
  | 'now'
  | 'outbox'
  | 'pendingSignIns'
  | 'searchWords'
  | 'securityEvents'
>;

/** For how long a correction can be stopped, counted again when the e-mail with the link is sent. */
export const stoppableMs = dayMs;

/**
 * Replaces the address at once. The new one counts as not confirmed until its owner has confirmed it, and the old one
 * gets a link that stops the correction. Returns the addresses. Throws `email_taken` if another account has the new
 * address, and `changed_meanwhile` if the account already has it.
 */
export async function correctEmail(
  inside: CorrectDeps,
  { customerId, email }: { customerId: number; email: string },
): Promise<{ before: string; after: string }> {
  const { accounts, emailChanges, emailCorrections, outbox, securityEvents, now } = inside;
  const account = await accounts.lock(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  if (account.email === email) throw new AppError('changed_meanwhile', 'the account already has the address');
  if (await accounts.findByEmail(email))
    throw new AppError('email_in_use', 'another account has the address');
  // An address that was corrected and never confirmed isn't known to be the customer's. The one before it is told.
  const earlier = account.emailVerified ? null : await emailCorrections.latestOf(customerId);
  const isRevised = earlier !== null && earlier.newEmail === account.email;
  const correctedAt = new Date();
  const correction = await emailCorrections.add({
    userId: customerId,
    oldEmail: isRevised ? earlier.oldEmail : account.email,
    newEmail: email,
    wasVerified: isRevised ? earlier.wasVerified : account.emailVerified,
    correctedAt,
    expiresAt: new Date(correctedAt.getTime() + stoppableMs),
  });
  await accounts.setEmail(customerId, email, { isVerified: false });
  await indexCustomers(inside, [customerId]);
  // A change that is under way would give the account yet another address.
  const open = await openEmailChange(inside, customerId);
  if (open) await emailChanges.stop(open.id, correctedAt);
  await inside.pendingSignIns.invalidate(customerId);
  const byAdministrator = { ipAddress: null, userAgent: null, at: correctedAt };
  await securityEvents.add({
    ...{ userId: customerId, kind: 'email_corrected_by_administrator' },
    ...byAdministrator,
  });
  const owed = { at: now(), urgent: true };
  await outbox.add([
    {
      ...{ idempotencyKey: `email-correction:${correction}:old`, template: 'email-corrected' },
      ...{ ids: { correction }, ...owed },
    },
    {
      ...{ idempotencyKey: `email-correction:${correction}:new`, template: 'verify-email' },
      ...{ ids: { user: customerId }, ...owed },
    },
  ]);
  return { before: account.email, after: email };
}
