/** Composes the e-mails that a day causes: before a renewal, before a licence ends, and when it has ended. */

import type { Deps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { endNotices, isToBeAnnounced } from '#server/features/billing/notices/announce-days.ts';
import type { LicenceDays } from '#server/features/billing/notices/licence-day.repository.ts';
import { overdueAmounts } from '#server/features/billing/overdue-payments.ts';
import { spanOf } from '#server/features/licences/licence-validity.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import { askForCharge } from './ask-for-charge.ts';
import { type LicenceSituation, type SituationDeps, situationOf } from './licence-situation.ts';
import type { EndReason, RenewalMailData } from './texts/renewal-mail-texts.ts';

type NoticeDeps = SituationDeps & Pick<Deps, 'events' | 'paddle' | 'paddlePages'>;
type Notice = MailOf<RenewalMailData> | null;

const daysOf = ({ licence, subscription }: LicenceSituation): LicenceDays => ({
  ...licence,
  frequency: licence.plan.frequency,
  subscriptionStatus: subscription?.status ?? null,
  nextBillOn: subscription?.nextBillOn ?? null,
  failedAttempts: subscription?.failedAttempts ?? null,
});

/**
 * Returns null if the licence doesn't renew on that day any longer, by the portal's own data or by Paddle's. The amount
 * is Paddle's, because it includes coupons and credits.
 */
export async function composeRenewalAhead(deps: NoticeDeps, owed: OutboxMail): Promise<Notice> {
  const situation = await situationOf(deps, owed);
  if (!situation?.subscription) return null;
  const day = situation.subscription.nextBillOn;
  if (day === null || day !== owed.ids.day || !isToBeAnnounced(daysOf(situation), deps.settings)) return null;
  const { isDue, amount } = await askForCharge(deps, { ref: situation.subscription.ref, on: day });
  if (!isDue) return null;
  const { licence, contact, urls } = situation;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'renewal-ahead' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.licence },
      ...{ on: day, amount },
    },
  };
}

/** Days after a cancellation during which its own e-mail is warning enough. */
const recentlyCancelledMs = 7 * dayMs;

function reasonOf({ licence }: LicenceSituation, deps: SituationDeps): EndReason {
  const span = spanOf(licence, deps.settings);
  if (span.kind === 'renewing') return 'overdue';
  if (span.kind === 'fixed') return 'fixed';
  return span.reason === 'paused' ? 'paused' : 'cancelled';
}

/** Returns true if the licence still ends, or has ended, on the day that the notice names. */
function isStillSo(deps: NoticeDeps, situation: LicenceSituation, { idempotencyKey }: OutboxMail): boolean {
  const notices = endNotices(daysOf(situation), dayOf(deps.now()), deps.settings);
  return notices.some((notice) => notice.idempotencyKey === idempotencyKey);
}

/** Returns null if the licence no longer ends on that day, or if it was cancelled only recently. */
export async function composeLastWarning(deps: NoticeDeps, owed: OutboxMail): Promise<Notice> {
  const situation = await situationOf(deps, owed);
  if (!situation || situation.validity.standing === 'ended') return null;
  if (!isStillSo(deps, situation, owed)) return null;
  const { licence, subscription, contact, validity, urls } = situation;
  const why = reasonOf(situation, deps);
  if (why === 'paused') return null;
  const alerts = deps.paddle.alertsOf('subscription_cancelled');
  const logged = await deps.events.listByStreamsOfTypes(alerts, [licence.stream]);
  const facts = logged.flatMap((event) => datedFacts(event, readEvent(deps.paddle, event)));
  const cancelledAt = facts.findLast(({ fact }) => fact.type === 'subscription_cancelled')?.occurredAt;
  const isRecent =
    cancelledAt !== undefined && deps.now().getTime() - cancelledAt.getTime() < recentlyCancelledMs;
  if (why === 'cancelled' && isRecent) return null;
  const amounts = await overdueAmounts(deps, subscription ? [subscription] : []);
  const cardPage = subscription && deps.paddlePages.pagesOf(subscription).cardPage;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'last-warning' },
    data: {
      ...{ name, product: licence.plan.product, why, through: validity.worksThrough },
      amount: (why === 'overdue' && amounts.get(licence.stream)) || null,
      url: (why === 'overdue' && cardPage) || urls.licence,
    },
  };
}

/** Returns null if the licence works again. */
export async function composeLicenceEnded(deps: NoticeDeps, owed: OutboxMail): Promise<Notice> {
  const situation = await situationOf(deps, owed);
  if (situation?.validity.standing !== 'ended' || !isStillSo(deps, situation, owed)) return null;
  const { licence, contact, validity, urls } = situation;
  const { to, name, locale } = contact;
  return {
    ...{ to, locale, template: 'licence-ended' },
    data: {
      ...{ name, product: licence.plan.product, url: urls.licence },
      ...{ why: reasonOf(situation, deps), through: validity.worksThrough },
    },
  };
}
