/** Composes the e-mails about a change of address, to the new and the old address. */

import type { Deps } from '#server/deps.ts';
import type { EmailChange } from '#server/features/accounts/email-change/email-change.repository.ts';
import { linkTo } from '#server/features/accounts/email-change/email-change-link.ts';
import { openEmailChange } from '#server/features/accounts/email-change/open-email-change.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { pages } from '#shared/pages.ts';
import type { AccountMailData } from './account-mail-texts.ts';

type ComposeDeps = Pick<Deps, 'accounts' | 'emailChanges' | 'keyVault' | 'settings'>;
type Account = NonNullable<Awaited<ReturnType<Deps['accounts']['findById']>>>;

/**
 * Composes the e-mail to the new address. Only this e-mail depends on whether the new address already has an account,
 * so only the owner of that address finds out.
 */
async function toNewAddress(
  deps: ComposeDeps,
  change: EmailChange,
  account: Account,
): Promise<MailOf<AccountMailData> | null> {
  const open = await openEmailChange(deps, change.userId);
  if (open?.id !== change.id) return null;
  const owner = await deps.accounts.findByEmail(change.newEmail);
  const to = change.newEmail;
  if (owner) {
    const url = `${deps.settings.appUrl}${pages.login}`;
    return { to, locale: owner.locale, template: 'address-taken', data: { name: owner.name, url } };
  }
  const data = { name: account.name, url: linkTo(deps, change) };
  return { to, locale: account.locale, template: 'email-change', data };
}

/**
 * Returns null if the e-mail is no longer needed, because the account was deleted, or because the link was used,
 * cancelled, replaced by a newer one or has expired.
 */
export async function composeEmailChange(
  deps: ComposeDeps,
  { template, ids }: OutboxMail,
): Promise<MailOf<AccountMailData> | null> {
  const change = await deps.emailChanges.findById(Number(ids.change));
  const account = change && (await deps.accounts.findById(change.userId));
  if (!account) return null;
  if (template === 'email-change') return toNewAddress(deps, change, account);
  const { name, locale } = account;
  const { appUrl } = deps.settings;
  const to = change.oldEmail;
  if (template === 'email-change-asked') {
    const data = { name, at: change.requestedAt, url: `${appUrl}${pages.settings}` };
    return { to, locale, template, data };
  }
  if (change.confirmedAt === null) return null;
  return { to, locale, template: 'email-changed', data: { name, at: change.confirmedAt, url: appUrl } };
}
