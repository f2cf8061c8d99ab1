/** What the operator is told when somebody pays for one product twice, looked up when it is sent. */

import type { Flag } from '#server/features/billing/flag.repository.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { pages } from '#shared/pages.ts';
import type { BillingMailData } from './billing-mails.ts';
import type { ComposeDeps } from './compose-payment-failed.ts';

/** Null when somebody has dealt with it by now, or the customer is gone. */
export async function composeDuplicateSubscription(
  deps: ComposeDeps,
  { ids }: OutboxMail,
): Promise<MailOf<BillingMailData> | null> {
  const flag = await openFlag(deps, ids);
  if (!flag) return null;
  const licence = (await deps.licences.listByStreams([flag.stream])).get(flag.stream);
  const account = licence?.userId ? await deps.accounts.findById(licence.userId) : null;
  if (!licence || !account) return null;
  return {
    to: deps.settings.supportEmail,
    // The operator's language is the one of the commands and the log.
    locale: 'en',
    template: 'second-licence',
    data: {
      name: '',
      email: account.email,
      product: licence.plan.product,
      first: flag.detail,
      second: flag.stream,
      url: `${deps.settings.appUrl}${pages.administration}/${account.id}`,
    },
  };
}

/** By its subscription, for it may stand against another one by now; a row of an earlier release has its name alone. */
async function openFlag(
  { flags }: Pick<ComposeDeps, 'flags'>,
  { stream, flag: reference }: OutboxMail['ids'],
): Promise<Flag | null> {
  const found =
    stream === undefined
      ? [await flags.findByReference(String(reference))]
      : await flags.listByStreams([String(stream)]);
  return found.find((flag) => flag?.kind === 'second_licence' && flag.resolvedAt === null) ?? null;
}
