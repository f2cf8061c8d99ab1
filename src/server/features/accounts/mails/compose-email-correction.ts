/** Composes the e-mail that tells the old address about a correction. */
import type { Deps } from '#server/deps.ts';
import { stoppableMs } from '#server/features/accounts/email-correction/correct-email.ts';
import { linkThatStops } from '#server/features/accounts/email-correction/correction-link.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { AccountMailData } from './account-mail-texts.ts';

/**
 * Returns null if the account was deleted or the correction was stopped. The link is valid for its full time from now
 * on, however long the e-mail had to wait; so is what the correction keeps from happening.
 */
export async function composeEmailCorrection(
  deps: Pick<Deps, 'accounts' | 'emailCorrections' | 'keyVault' | 'settings'>,
  { ids }: OutboxMail,
): Promise<MailOf<AccountMailData> | null> {
  const correction = await deps.emailCorrections.findById(Number(ids.correction));
  const account = correction && (await deps.accounts.findById(correction.userId));
  if (!account || correction.stoppedAt !== null) return null;
  await deps.emailCorrections.extend(correction.id, new Date(Date.now() + stoppableMs));
  const { name, locale } = account;
  const data = { name, at: correction.correctedAt, url: linkThatStops(deps, correction) };
  return { to: correction.oldEmail, locale, template: 'email-corrected', data };
}
