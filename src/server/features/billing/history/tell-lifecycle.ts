/** Tells how a licence began, was changed, cancelled, paused, continued, and what people decided about it. */
import { spanOf } from '#server/features/licences/licence-validity.ts';
import type { HistoryEntry } from '#shared/billing/history.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { HistoryContext, HistoryStep, Told } from './history-step.ts';

/** Adds what the event did, apart from payments. */
export function tellLifecycle(told: Told[], step: HistoryStep, context: HistoryContext): void {
  const { at } = step.entry;
  const entries = [
    ...beginning(step, context),
    ...decision(step, context),
    ...seatsAndPlan(step, context),
    ...ending(step),
  ];
  told.push(...entries.map((entry) => ({ at, entry })));
}

function beginning(
  { entry, before, after: { licence } }: HistoryStep,
  { planOf }: HistoryContext,
): HistoryEntry[] {
  if (before.licence || !licence) return [];
  const { fact } = entry;
  const about = {
    on: licence.startedOn,
    plan: planOf(licence.paddlePlanId),
    quantity: licence.quantity,
  };
  if (fact.type === 'licence_granted' || fact.type === 'licence_imported')
    return [{ kind: 'granted', ...about, through: licence.validUntil }];
  const trialThrough = licence.status === 'trialing' ? licence.validUntil : null;
  return [{ kind: 'bought', ...about, amount: null, trialThrough }];
}

function decision({ entry, before, after }: HistoryStep, { ownerId }: HistoryContext): HistoryEntry[] {
  const { fact, changes } = entry;
  const on = dayOf(entry.at);
  switch (fact.type) {
    case 'subscription_linked':
      return [{ kind: fact.paidThrough === null ? 'came_back' : 'kept', on }];
    case 'licence_reissued': {
      const by = fact.by === ownerId ? 'customer' : 'operator';
      const until = new Date(fact.oldKeyUntil);
      return [{ kind: 'key_reissued', on, by, oldKeysUntil: until > entry.at ? until : null }];
    }
    case 'licence_key_updated':
      return [{ kind: 'key_updated', on }];
    case 'licence_extended':
      return [{ kind: 'extended', on, through: fact.until }];
    case 'licence_revoked':
      return before.licence?.status === 'revoked' ? [] : [{ kind: 'revoked', on }];
    case 'licence_reinstated':
      return before.licence?.status === 'revoked' ? [{ kind: 'reinstated', on }] : [];
    case 'licence_claimed':
      return 'claim' in changes.rest && after.licence ? [{ kind: 'assigned', on }] : [];
    case 'payment_dispute_created':
      return [{ kind: 'disputed', on, amount: fact.amount }];
    case 'payment_dispute_closed':
      return [{ kind: 'dispute_closed', on, amount: fact.amount }];
    default:
      return [];
  }
}

function seatsAndPlan(
  { entry, before: { licence: before }, after: { licence: after }, causeOf }: HistoryStep,
  { planOf }: HistoryContext,
): HistoryEntry[] {
  if (!before || !after) return [];
  const on = dayOf(entry.at);
  const entries: HistoryEntry[] = [];
  if (before.paddlePlanId !== after.paddlePlanId) {
    const [from, to] = [planOf(before.paddlePlanId), planOf(after.paddlePlanId)];
    entries.push({ kind: 'plan_changed', on, by: causeOf('plan'), from, to, amount: null });
  }
  if (before.quantity !== after.quantity) {
    const [from, to] = [before.quantity, after.quantity];
    entries.push({ kind: 'seats_changed', on, by: causeOf('seats'), from, to, amount: null });
  }
  return entries;
}

function ending({ entry, before, after, causeOf }: HistoryStep): HistoryEntry[] {
  const [old, now] = [before.subscription, after.subscription];
  // A subscription that continues another one begins anew, which is told as such.
  if (!old || !now || !after.licence || entry.fact.type === 'subscription_linked') return [];
  const on = dayOf(entry.at);
  const isEnded = now.status === 'deleted';
  if (isEnded)
    return old.status === 'deleted'
      ? []
      : [{ kind: 'cancelled', on, by: causeOf('cancel'), through: lastDayOf(after.licence) }];
  const [wasPaused, isPaused] = [old.status === 'paused', now.status === 'paused'];
  if (isPaused)
    return wasPaused
      ? []
      : [{ kind: 'paused', on, by: causeOf('pause'), isUnpaid: now.pausedReason === 'delinquent' }];
  if (wasPaused) return [{ kind: 'resumed', on, by: causeOf('resume') }];
  if (old.pausedFrom === null && now.pausedFrom !== null)
    return [{ kind: 'pause_planned', on, by: causeOf('pause'), from: now.pausedFrom }];
  if (old.pausedFrom !== null && now.pausedFrom === null)
    return [{ kind: 'pause_withdrawn', on, by: causeOf('resume') }];
  return [];
}

/** Returns the last day on which a cancelled licence works. */
function lastDayOf(licence: Parameters<typeof spanOf>[0] & { validUntil: CalendarDate }): CalendarDate {
  const span = spanOf(licence, { graceDays: 0 });
  return span.kind === 'void' ? licence.validUntil : span.worksThrough;
}
