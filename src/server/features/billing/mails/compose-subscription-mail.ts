/** Composes the e-mails about a subscription that was cancelled or changed, and about two for one product. */

import type { Deps } from '#server/deps.ts';
import { isUnansweredDuplicate } from '#server/features/billing/duplicate-subscriptions/unanswered-flag.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { planTextIn } from '#shared/languages/plan-text.ts';
import { type SituationDeps, situationOf } from './licence-situation.ts';
import { type PaidDeps, paymentOfChange } from './paid-at.ts';
import type { ChangeMailData } from './texts/change-mail-texts.ts';

type ChangeMail = MailOf<ChangeMailData> | null;

/** Returns null if another subscription continues the licence by now. */
export async function composeSubscriptionCancelled(
  deps: SituationDeps,
  owed: OutboxMail,
): Promise<ChangeMail> {
  const situation = await situationOf(deps, owed);
  if (situation?.subscription?.status !== 'deleted') return null;
  const { licence, subscription, contact, validity, urls } = situation;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'subscription-cancelled' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.licence },
      isUnpaid: subscription.failedAttempts > 0,
      isTrial: licence.lastPaid === null,
      through: validity.standing === 'ended' ? null : validity.worksThrough,
    },
  };
}

/** Returns null if the seats or the plan have changed again since, or if the subscription has ended. */
export async function composeSubscriptionChanged(
  deps: SituationDeps & PaidDeps & Pick<Deps, 'plans'>,
  owed: OutboxMail,
): Promise<ChangeMail> {
  const situation = await situationOf(deps, owed);
  if (!situation?.subscription || situation.subscription.status === 'deleted') return null;
  const { licence, subscription, contact, urls } = situation;
  const { plan, quantity } = licence;
  const told = (name: string) => Number(owed.ids[name]);
  if (plan.id !== told('plan') || quantity !== told('quantity')) return null;
  const oldPlan = (await deps.plans.list()).find(({ id }) => id === told('oldPlan'));
  const frequency = oldPlan && oldPlan.frequency !== plan.frequency ? plan.frequency : null;
  const isReseated = isSoldPerSeat(plan.product) && quantity !== told('oldQuantity');
  const isReplanned = plan.id !== told('oldPlan');
  if (!isReseated && !isReplanned) return null;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'subscription-changed' },
    data: {
      ...{ name, product: plan.product, url: urls.licence },
      seats: isReseated ? { before: told('oldQuantity'), after: quantity } : null,
      plan: isReplanned ? { name: planTextIn(locale, plan).friendlyName, frequency } : null,
      paid: await paymentOfChange(deps, licence, owed),
      renewsOn: licence.pausedFrom === null ? subscription.nextBillOn : null,
      nextCharge: subscription.nextCharge,
      price: subscription.periodPrice,
      firstCharge: subscription.firstCharge,
      isMonthly: plan.frequency === 'Monthly',
    },
  };
}

/**
 * Returns null if one of the two subscriptions has been cancelled since, if the flag has been resolved, or if the
 * customer wants both.
 */
export async function composeTwoPayments(
  deps: SituationDeps & Pick<Deps, 'flags'>,
  owed: OutboxMail,
): Promise<ChangeMail> {
  const second = await situationOf(deps, owed);
  if (!second) return null;
  const { licence, contact, urls } = second;
  const flag = (await deps.flags.listByStreams([licence.stream])).find(isUnansweredDuplicate);
  const first = flag && (await situationOf(deps, { ids: { stream: flag.detail } }));
  const isRenewing = (one: typeof first) => one?.subscription && one.subscription.status !== 'deleted';
  if (!first || !isRenewing(first) || !isRenewing(second)) return null;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'two-payments' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.licence },
      first: first.licence.startedOn,
      second: licence.startedOn,
    },
  };
}
