/**
 * Composes the operator's e-mail about a purchase for an account that doesn't exist. The data is looked up when the
 * e-mail is sent. The e-mail contains no personal data.
 */

import type { Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { pages } from '#shared/pages.ts';
import type { BillingMailData } from './billing-mail-texts.ts';

type ComposeDeps = Pick<Deps, 'flags' | 'settings' | 'subscriptions'>;

/** Composes the e-mail. Returns null if the flag has been resolved in the meantime. */
export async function composeAccountMissing(
  deps: ComposeDeps,
  { template, ids }: Pick<OutboxMail, 'template' | 'ids'>,
): Promise<MailOf<BillingMailData> | null> {
  const flag = await deps.flags.findByReference(String(ids.flag));
  if (!flag || flag.resolvedAt !== null) return null;
  const subscription = (await deps.subscriptions.listByStreams([flag.stream])).get(flag.stream);
  return {
    to: deps.settings.supportEmail,
    // The operator is assumed to read English, because commands and logs are in English too.
    locale: 'en',
    template: template === 'paid-after-deletion' ? 'paid-after-deletion' : 'unknown-account',
    data: {
      name: '',
      purchase: subscription?.ref.id ?? flag.stream,
      account: flag.detail.replace(/\D/g, ''),
      flag: flag.reference,
      url: `${deps.settings.appUrl}${pages.administration}`,
    },
  };
}
