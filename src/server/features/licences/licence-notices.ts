/**
 * The rules that decide which notices a licence needs. Notices follow from stored state alone: they appear and
 * disappear with what they report, and can't be dismissed.
 */
import { addDays, type CalendarDate } from '#shared/dates.ts';
import type { OldKeys } from '#shared/licences/licences.ts';
import type { LicenceNotice } from '#shared/licences/notices.ts';
import type { LicenceTerms, LicenceValidity } from './licence-validity.ts';
import type { SubscriptionOfLicence } from './subscription-of-licence.ts';

/** Days before the last day of a licence on which its end is announced. */
const endingSoonDays = 14;

interface NoticeSubject {
  licence: LicenceTerms & SubscriptionOfLicence;
  oldKeys: OldKeys;
  validity: LicenceValidity;
  today: CalendarDate;
}

type Rule = (subject: NoticeSubject) => LicenceNotice | null;

const isRunning = ({ status }: LicenceTerms): boolean =>
  status === 'trialing' || status === 'active' || status === 'past_due';

const isPausedUnpaid = ({ status, pausedReason }: NoticeSubject['licence']): boolean =>
  status === 'paused' && pausedReason === 'delinquent';

/** A day of an attempt that has passed is of no use to the customer: Paddle hasn't reported what became of it. */
const unlessPast = (day: CalendarDate | null, today: CalendarDate): CalendarDate | null =>
  day !== null && day >= today ? day : null;

const failedPayment = ({ licence: { overdue, nextRetryOn, cardPage }, today }: NoticeSubject) => ({
  amount: overdue?.amount ?? null,
  retryOn: unlessPast(nextRetryOn, today),
  cardPage,
});

const lapsed: Rule = (subject) => {
  const { licence, validity } = subject;
  const isUnpaid = isRunning(licence) && licence.pausedFrom === null && validity.standing === 'ended';
  if (!isUnpaid || licence.isReplaced) return null;
  const { validUntil: dueOn } = licence;
  return { kind: 'lapsed', dueOn, through: validity.worksThrough, ...failedPayment(subject) };
};

/** Another card alone pays nothing, so the notice stays until a payment succeeds. */
const overdue: Rule = (subject) => {
  const { licence, validity } = subject;
  const isGrace = validity.standing === 'grace';
  const isUnpaid = isGrace || licence.status === 'past_due' || licence.overdue !== null;
  if (!isUnpaid || !isRunning(licence) || validity.standing === 'ended') return null;
  const dueOn = isGrace ? licence.validUntil : null;
  return { kind: 'overdue', dueOn, through: validity.worksThrough, ...failedPayment(subject) };
};

const pausedUnpaid: Rule = (subject) => {
  const { licence, validity } = subject;
  if (!isPausedUnpaid(licence) || licence.isReplaced) return null;
  const hasEnded = validity.standing === 'ended';
  return { kind: 'paused_unpaid', hasEnded, through: validity.worksThrough, ...failedPayment(subject) };
};

/**
 * Neither a refund nor a revocation cancels the subscription at Paddle. While a payment is overdue, Paddle tries again
 * instead of charging on the day of the renewal, which has passed.
 */
const stillCharged: Rule = ({ licence, today }) => {
  const { status: why, nextBillOn, nextRetryOn, pausedFrom, cancelPage } = licence;
  if ((why !== 'refunded' && why !== 'revoked') || nextBillOn === null || pausedFrom !== null) return null;
  const chargedOn = unlessPast(nextRetryOn, today) ?? unlessPast(nextBillOn, today);
  return { kind: 'still_charged', why, chargedOn, cancelPage };
};

const keyReplaced: Rule = ({ oldKeys, validity }) =>
  oldKeys.stopping.length === 0 || validity.standing === 'ended' ? null : { kind: 'key_replaced' };

const twoPayments: Rule = ({ licence }) => (licence.isDuplicate ? { kind: 'two_payments' } : null);

const ending: Rule = ({ licence, validity: { standing, worksThrough: through }, today }) => {
  if (standing === 'ended' || isPausedUnpaid(licence)) return null;
  if (through > addDays(today, endingSoonDays)) return null;
  const notice = (cause: Extract<LicenceNotice, { kind: 'ending' }>['cause']): LicenceNotice => ({
    ...{ kind: 'ending', through, cause },
  });
  switch (licence.status) {
    case 'trialing':
    case 'active':
    case 'past_due':
      return licence.pausedFrom === null ? null : notice('paused');
    case 'granted':
    case 'one_off':
      return notice('fixed');
    case 'paused':
    case 'cancelled':
    case 'refunded':
      return notice(licence.status);
    case 'revoked':
      return null;
  }
};

/** In order of urgency. */
const rules: readonly Rule[] = [
  lapsed,
  overdue,
  pausedUnpaid,
  stillCharged,
  keyReplaced,
  twoPayments,
  ending,
];

/** Returns the notices that the licence needs on the day `today`, the most urgent first. */
export const noticesOf = (subject: NoticeSubject): LicenceNotice[] =>
  rules.flatMap((rule) => rule(subject) ?? []);
