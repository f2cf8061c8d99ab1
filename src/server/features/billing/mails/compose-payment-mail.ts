/** Composes the e-mails about a renewal that was paid and about a refund. */

import type { Deps } from '#server/deps.ts';
import { readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { RefundKind } from '#server/platform/paddle/facts.ts';
import { type LicenceSituation, type SituationDeps, situationOf } from './licence-situation.ts';
import type { ChangeMailData } from './texts/change-mail-texts.ts';
import type { RenewalMailData } from './texts/renewal-mail-texts.ts';

type PaymentDeps = SituationDeps & Pick<Deps, 'events' | 'paddle'>;

async function factOf(deps: PaymentDeps, { ids }: OutboxMail): Promise<BillingEvent | null> {
  const [event] = await deps.events.findByIds([Number(ids.event)]);
  const meaning = event && readEvent(deps.paddle, event);
  return (meaning?.status === 'facts' && meaning.facts[0]) || null;
}

/** Returns null if the payment has been refunded or the subscription cancelled, paused or not paid since. */
export async function composeLicenceRenewed(
  deps: PaymentDeps,
  owed: OutboxMail,
): Promise<MailOf<RenewalMailData> | null> {
  const fact = await factOf(deps, owed);
  const situation = await situationOf(deps, owed);
  if (fact?.type !== 'subscription_payment_succeeded' || !situation) return null;
  const { licence, subscription, contact, urls } = situation;
  const renewsOn = subscription?.nextBillOn ?? null;
  const isSo = licence.status === 'active' && licence.validUntil >= fact.nextBillOn && !licence.pausedFrom;
  if (!isSo || renewsOn === null) return null;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'licence-renewed' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.receipts, amount: fact.amount, renewsOn },
      nextCharge: subscription?.nextCharge ?? null,
    },
  };
}

/** Returns the last day of the licence if it doesn't go on after the refund; null if it does. */
function endAfterRefund(kind: RefundKind, { validity }: LicenceSituation) {
  if (kind === 'vat') return null;
  if (validity.standing === 'ended') return 'ended';
  return validity.standing === 'ending' ? validity.worksThrough : null;
}

/** Returns null if the licence was revoked or there is no recipient. */
export async function composePaymentRefunded(
  deps: PaymentDeps,
  owed: OutboxMail,
): Promise<MailOf<ChangeMailData> | null> {
  const fact = await factOf(deps, owed);
  const situation = await situationOf(deps, owed);
  const isRefund = fact?.type === 'subscription_payment_refunded' || fact?.type === 'payment_refunded';
  if (!isRefund || !situation) return null;
  const { licence, contact, urls } = situation;
  const { kind, amount } = fact;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'payment-refunded' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.receipts, kind, amount },
      through: endAfterRefund(kind, situation),
    },
  };
}
