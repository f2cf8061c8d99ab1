/** Queues the e-mails that a day causes: before a renewal, before a licence ends, and when it has ended. */
import type { Deps } from '#server/deps.ts';
import { importedTypes } from '#server/features/billing/fold/imported-events.ts';
import { type LicenceRules, spanOf } from '#server/features/licences/licence-validity.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { addDays, type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import type { DayRange, LicenceDays } from './licence-day.repository.ts';

/** Days before a renewal on which it is announced. */
const renewalNoticeDays = 7;
/** Days before the last day of an overdue licence on which its owner is warned. */
const overdueWarningDays = 2;
/** Days before the last day of a licence that isn't renewed on which its owner is warned. */
const endingWarningDays = 3;
/** Days during which an e-mail that couldn't be queued on its day is still queued. */
const lateDays = 2;
const page = 500;

type DayNotice = Omit<NewOutboxMail, 'at' | 'ids'> & {
  ids: { stream: string; day: string; happenedAt: string };
};
type Rules = Pick<LicenceRules, 'graceDays'> & { renewalNoticeMonthly: boolean };

const notice = (
  template: string,
  key: string,
  { stream, day, due }: { stream: string; day: CalendarDate; due: CalendarDate },
): DayNotice => ({
  idempotencyKey: `${key}:${stream}:${day}`,
  template,
  ids: { stream, day, happenedAt: startOfDay(due).toISOString() },
});

const isIn = (day: CalendarDate, { from, to }: DayRange): boolean => day >= from && day <= to;

const days = (today: CalendarDate, from: number, to: number): DayRange => ({
  from: addDays(today, from),
  to: addDays(today, to),
});

/** Days of the next charge for which a renewal is announced today. */
const renewalDays = (today: CalendarDate) => days(today, renewalNoticeDays - lateDays, renewalNoticeDays);

const isRenewing = (status: string | null): boolean => status === 'active' || status === 'trialing';

/** Returns true if a charge on `nextBillOn` is to be announced. */
export const isToBeAnnounced = (
  { status, pausedFrom, endsOn, subscriptionStatus, frequency }: LicenceDays,
  { renewalNoticeMonthly }: Rules,
): boolean =>
  isRenewing(status) &&
  // The subscription of a kept licence is in a trial until the paid days are over, but the licence is not.
  isRenewing(subscriptionStatus) &&
  pausedFrom === null &&
  endsOn === null &&
  (frequency === 'Annual' || renewalNoticeMonthly);

const isOverdue = ({ subscriptionStatus, failedAttempts }: LicenceDays): boolean =>
  subscriptionStatus === 'past_due' || (failedAttempts ?? 0) > 0;

/** Returns the notices about the end of a licence. A refund or a revocation is reported in its own e-mail. */
export function endNotices(licence: LicenceDays, today: CalendarDate, rules: Rules): DayNotice[] {
  const span = spanOf(licence, rules);
  if (span.kind === 'void' || licence.status === 'refunded') return [];
  const { stream, frequency } = licence;
  const day = span.worksThrough;
  if (isIn(day, days(today, -1 - lateDays, -1)))
    return [notice('licence-ended', 'licence_ended', { stream, day, due: addDays(day, 1) })];
  const warn = (daysBefore: number): DayNotice[] =>
    isIn(day, days(today, daysBefore - lateDays, daysBefore))
      ? [notice('last-warning', 'last_warning', { stream, day, due: addDays(day, -daysBefore) })]
      : [];
  if (span.kind === 'renewing')
    return today > span.paidThrough && isOverdue(licence) ? warn(overdueWarningDays) : [];
  // The end of a month that was cancelled or paused was announced in the same month.
  const isForgotten = frequency === 'Annual' && licence.pausedFrom === null;
  return isForgotten ? warn(endingWarningDays) : [];
}

type AnnounceDeps = Pick<Deps, 'events' | 'licenceDays' | 'outbox' | 'settings' | 'now'>;

/** Leaves out notices about what lies before their licence was taken over from another portal. */
async function sinceImport(
  { events }: Pick<Deps, 'events'>,
  notices: readonly DayNotice[],
): Promise<DayNotice[]> {
  const streams = [...new Set(notices.map(({ ids: { stream } }) => stream))];
  const imported = await events.listByStreamsOfTypes(importedTypes, streams);
  const first = new Map<string, Date>();
  for (const { stream, receivedAt } of imported) {
    const known = stream === null ? undefined : first.get(stream);
    if (stream !== null && (!known || receivedAt < known)) first.set(stream, receivedAt);
  }
  return notices.filter(({ ids }) => {
    const importedAt = first.get(ids.stream);
    if (!importedAt) return true;
    const from = dayOf(importedAt);
    return ids.day >= from && dayOf(new Date(ids.happenedAt)) >= from;
  });
}

/** Queues the notices that are not in the outbox yet, so that a notice already sent isn't written again. */
async function enqueue(
  deps: Pick<Deps, 'events' | 'outbox'>,
  found: readonly DayNotice[],
  at: Date,
): Promise<void> {
  const { outbox } = deps;
  const notices = await sinceImport(deps, found);
  const known = await outbox.knownAmong(notices.map(({ idempotencyKey }) => idempotencyKey));
  await outbox.add(
    notices.filter(({ idempotencyKey }) => !known.has(idempotencyKey)).map((one) => ({ ...one, at })),
  );
}

/**
 * Queues the notices of today, and those that were missed in the last two days. Safe to repeat and to run in several
 * processes: each notice has a key that contains the licence and the day. Throws the abort reason once `stopped` is
 * aborted.
 */
export async function announceDays(deps: AnnounceDeps, stopped?: AbortSignal): Promise<void> {
  const now = deps.now();
  const today = dayOf(now);
  const { graceDays, renewalNoticeMonthly } = deps.settings;
  const rules = { graceDays, renewalNoticeMonthly };

  async function each(
    find: (page: { after: number; limit: number }) => Promise<LicenceDays[]>,
    noticesOf: (licence: LicenceDays) => DayNotice[],
  ): Promise<void> {
    for (let after = 0; ; ) {
      stopped?.throwIfAborted();
      const found = await find({ after, limit: page });
      await enqueue(deps, found.flatMap(noticesOf), now);
      const last = found.at(-1);
      if (!last || found.length < page) return;
      after = last.id;
    }
  }

  await each(
    (where) => deps.licenceDays.chargedIn({ ...renewalDays(today), ...where }),
    (licence) => {
      const { stream, nextBillOn: day } = licence;
      if (day === null || !isToBeAnnounced(licence, rules)) return [];
      return [
        notice('renewal-ahead', 'renewal_ahead', { stream, day, due: addDays(day, -renewalNoticeDays) }),
      ];
    },
  );
  // The licence works for the grace period after the last paid day, so that day may be long past.
  const ends = days(today, -1 - lateDays - graceDays, endingWarningDays);
  await each(
    (where) => deps.licenceDays.endingIn({ ...ends, ...where }),
    (licence) => endNotices(licence, today, rules),
  );
}
