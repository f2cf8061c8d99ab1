/** Returns the history of a licence, computed from the log like the licence itself, and what happens next. */
import type { Deps } from '#server/deps.ts';
import { explainLicence } from '#server/features/billing/explain-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { toLicenceView } from '#server/features/licences/licence-view.ts';
import {
  noSubscription,
  type SubscriptionOfLicence,
} from '#server/features/licences/subscription-of-licence.ts';
import { type LicenceHistory, maxHistoryEntries, type NextStep } from '#shared/billing/history.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { type LicenceView, noOldKeys } from '#shared/licences/licences.ts';
import { tellHistory } from './tell-history.ts';

type HistoryDeps = Pick<
  Deps,
  | 'events'
  | 'licences'
  | 'now'
  | 'paddle'
  | 'plans'
  | 'receipts'
  | 'settings'
  | 'subscriptionChanges'
  | 'subscriptionsOfLicences'
>;

/** Throws `not_found` if the customer has no such licence. */
export async function ownHistory(
  deps: HistoryDeps,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<LicenceHistory> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  if (!licence) throw new AppError('not_found', `customer ${userId} has no licence ${licenceId}`);
  return historyOf(deps, licence);
}

/** Reads all events of the licence, but returns only the latest ones. */
async function historyOf(deps: HistoryDeps, licence: Licence): Promise<LicenceHistory> {
  const { stream, userId } = licence;
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const changes = userId === null ? [] : await deps.subscriptionChanges.listForUser(userId);
  const { entries } = await explainLicence(deps, stream);
  const all = tellHistory(entries, {
    now: deps.now(),
    graceDays: deps.settings.graceDays,
    ownerId: userId,
    changes: changes.filter((change) => change.stream === stream),
    planOf: (id) => {
      const plan = plans.get(id);
      return plan ? { planName: plan.friendlyName, frequency: plan.frequency } : null;
    },
  });
  const latest = all.slice(-maxHistoryEntries).reverse();
  return {
    entries: latest,
    olderCount: all.length - latest.length,
    next: await nextSteps(deps, licence),
  };
}

async function nextSteps(deps: HistoryDeps, licence: Licence): Promise<NextStep[]> {
  const { stream } = licence;
  const subscription =
    (await deps.subscriptionsOfLicences.listByStreams([stream])).get(stream) ?? noSubscription;
  const today = dayOf(deps.now());
  const view = toLicenceView(
    { ...licence, currentKey: null, ...subscription },
    { today, rules: deps.settings, key: null, differences: null, oldKeys: noOldKeys, lastPing: undefined },
  );
  return stepsOf(view, subscription, today);
}

function stepsOf(
  licence: LicenceView,
  { nextRetryOn, overdue }: SubscriptionOfLicence,
  today: CalendarDate,
): NextStep[] {
  const { standing, status, worksThrough, renewsOn, pausesOn, nextCharge, firstCharge } = licence;
  if (standing === 'ended') return [];
  if (standing === 'grace' || (status === 'past_due' && pausesOn === null)) {
    const stops = { kind: 'stops_unpaid', on: worksThrough } as const;
    if (nextRetryOn === null || nextRetryOn < today) return [stops];
    const retry = { kind: 'retry', on: nextRetryOn, amount: overdue?.amount ?? null } as const;
    return retry.on <= stops.on ? [retry, stops] : [stops, retry];
  }
  if (pausesOn !== null) return [{ kind: 'pauses', on: pausesOn }];
  if (renewsOn === null) return [{ kind: 'ends', on: worksThrough }];
  if (status === 'trialing') return [{ kind: 'first_payment', on: renewsOn }];
  const isLaterUnknown = renewalCharge(licence) === 'nothing_yet';
  const renews = { kind: 'renews', on: renewsOn, amount: nextCharge, isLaterUnknown } as const;
  return firstCharge ? [renews, { kind: 'charged_again', ...firstCharge }] : [renews];
}
