/** What the operator is told of a purchase whose account is not here, looked up when it is sent. Nothing personal. */

import type { Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { pages } from '#shared/pages.ts';
import type { BillingMailData } from './billing-mails.ts';

type ComposeDeps = Pick<Deps, 'flags' | 'settings'>;

/** Null when somebody has dealt with it by now. */
export async function composeAccountMissing(
  deps: ComposeDeps,
  { template, ids }: Pick<OutboxMail, 'template' | 'ids'>,
): Promise<MailOf<BillingMailData> | null> {
  const flag = await deps.flags.findByReference(String(ids.flag));
  if (!flag || flag.resolvedAt !== null) return null;
  return {
    to: deps.settings.supportEmail,
    // The operator's language is the one of the commands and the log.
    locale: 'en',
    template: template === 'paid-after-deletion' ? 'paid-after-deletion' : 'unknown-account',
    data: {
      name: '',
      purchase: flag.stream,
      account: flag.detail.replace(/\D/g, ''),
      flag: flag.reference,
      url: `${deps.settings.appUrl}${pages.administration}`,
    },
  };
}
