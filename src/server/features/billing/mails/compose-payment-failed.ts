/** Composes the customer's e-mail about a failed payment. The data is looked up when the e-mail is sent. */

import type { Deps } from '#server/deps.ts';
import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import { spanOf } from '#server/features/licences/licence-validity.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { productPath } from '#shared/pages.ts';
import type { BillingMailData } from './billing-mail-texts.ts';
import { type Contact, contactOf } from './contact-of.ts';

export type ComposeDeps = Pick<
  Deps,
  | 'accounts'
  | 'events'
  | 'flags'
  | 'licences'
  | 'paddle'
  | 'paddlePages'
  | 'settings'
  | 'streams'
  | 'subscriptions'
>;

/**
 * Returns null if the failure is outdated, because the subscription was paid, cancelled or charged again without
 * success. Also returns null if the licence was revoked or there is no recipient.
 */
export async function composePaymentFailed(
  deps: ComposeDeps,
  { ids }: OutboxMail,
): Promise<MailOf<BillingMailData> | null> {
  const [event] = await deps.events.findByIds([Number(ids.event)]);
  if (!event?.stream) return null;
  const { stream } = event;
  const meaning = readEvent(deps.paddle, event);
  const fact = meaning.status === 'facts' ? meaning.facts[0] : undefined;
  if (fact?.type !== 'subscription_payment_failed') return null;
  const { attempt, amount, nextRetryOn: retryOn } = fact;
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream);
  const licence = (await deps.licences.listByStreams([stream])).get(stream);
  if (!subscription || !licence) return null;
  const isOver = subscription.status === 'deleted' || subscription.failedAttempts !== attempt;
  const span = spanOf(licence, deps.settings);
  const contact = await contactOf(deps, subscription);
  if (isOver || span.kind === 'void' || !contact) return null;

  const { product } = licence.plan;
  const page = `${deps.settings.appUrl}${productPath[product]}`;
  const data = {
    name: contact.name,
    product,
    amount,
    worksThrough: span.worksThrough,
    url: deps.paddlePages.pagesOf(subscription).cardPage ?? page,
  };
  const { to, locale }: Contact = contact;
  return retryOn === null
    ? { to, locale, template: 'payment-failed-last', data }
    : { to, locale, template: 'payment-failed', data: { ...data, retryOn } };
}
