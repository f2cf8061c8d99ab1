/**
 * Composes the operator's e-mail about a customer who pays twice for one product. The data is looked up when the e-mail
 * is sent.
 */

import { isUnansweredDuplicate } from '#server/features/billing/duplicate-subscriptions/unanswered-flag.ts';
import type { Flag } from '#server/features/billing/flag.repository.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { pages } from '#shared/pages.ts';
import type { BillingMailData } from './billing-mail-texts.ts';
import type { ComposeDeps } from './compose-payment-failed.ts';

/**
 * Composes the e-mail. Returns null if the flag has been resolved or answered in the meantime, or if the customer no
 * longer exists.
 */
export async function composeDuplicateSubscription(
  deps: ComposeDeps,
  { ids }: OutboxMail,
): Promise<MailOf<BillingMailData> | null> {
  const flag = await openFlag(deps, ids);
  if (!flag) return null;
  const streams = [flag.detail, flag.stream];
  const licences = await deps.licences.listByStreams(streams);
  const [earlier, licence] = streams.map((stream) => licences.get(stream));
  const account = licence?.userId ? await deps.accounts.findById(licence.userId) : null;
  if (!earlier || !licence || !account) return null;
  const subscriptions = await deps.subscriptions.listByStreams(streams);
  const bought = ({ stream, startedOn }: typeof licence) => ({
    id: subscriptions.get(stream)?.ref.id ?? stream,
    boughtOn: startedOn,
  });
  return {
    to: deps.settings.supportEmail,
    // The operator is assumed to read English, because commands and logs are in English too.
    locale: 'en',
    template: 'second-licence',
    data: {
      name: '',
      email: account.email,
      product: licence.plan.product,
      first: bought(earlier),
      second: bought(licence),
      flag: flag.reference,
      url: `${deps.settings.appUrl}${pages.administration}/${account.id}`,
    },
  };
}

/**
 * Finds the open flag by its subscription, because the flag may name a different previous subscription by now. Queue
 * entries from earlier releases contain only the flag's reference.
 */
async function openFlag(
  { flags }: Pick<ComposeDeps, 'flags'>,
  { stream, flag: reference }: OutboxMail['ids'],
): Promise<Flag | null> {
  const found =
    stream === undefined
      ? [await flags.findByReference(String(reference))]
      : await flags.listByStreams([String(stream)]);
  return found.find((flag) => flag !== null && isUnansweredDuplicate(flag)) ?? null;
}
