/**
 * Judges the answers of the PHP portal and of this one about the same key. Some differ on purpose; any other difference
 * is a finding.
 */
import type { Validation } from '#server/features/licences/validate-licence.ts';
import type { PhpAnswer } from '#server/platform/php-portal/php-portal.ts';
import { addDays, type CalendarDate } from '#shared/dates.ts';

/** What this portal answers: the same statuses as `/api/validate`. */
export interface OwnAnswer {
  status: number;
  nextCheckAt: CalendarDate | null;
}

/**
 * Why answers differ on purpose:
 * - `next_check`: the instance is told to ask on the day after the last paid day, not on that day
 * - `longer`: the date follows the payments of the subscription, of which the PHP portal has missed some
 * - `last_day`: the last paid day still counts
 * - `grace`: a payment is overdue, and the licence works for some more days
 * - `replaced`: the key was replaced here
 * - `newer`: the key was sold or replaced here, so the PHP portal doesn't know it
 */
export type Deliberate = 'next_check' | 'longer' | 'last_day' | 'grace' | 'replaced' | 'newer';

/**
 * A difference that a person must look at:
 * - `locked_out`: the PHP portal accepts the key, and this one doesn't
 * - `shorter`: the instance is told an earlier date than by the PHP portal
 * - `accepted`: this portal accepts the key for no reason of the list
 * - `status`: the answers differ otherwise
 */
export type Finding = 'locked_out' | 'shorter' | 'accepted' | 'status';

export type Judgement =
  | { verdict: 'alike' }
  | { verdict: 'deliberate'; why: Deliberate }
  | { verdict: 'finding'; what: Finding };

export interface Compared {
  theirs: PhpAnswer;
  ours: Validation;
  today: CalendarDate;
  nextCheckAfterDays: number;
  /** Whether the key has been replaced by another one, and no longer counts here. */
  isReplaced: boolean;
}

/** Returns what `/api/validate` answers for this outcome. */
export function answerOf(ours: Validation): OwnAnswer {
  switch (ours.status) {
    case 'good':
      return { status: 200, nextCheckAt: ours.nextCheckOn };
    case 'ended':
      return { status: 410, nextCheckAt: null };
    case 'unknown':
      return { status: 404, nextCheckAt: null };
    case 'forged':
      return { status: 500, nextCheckAt: null };
  }
}

const alike: Judgement = { verdict: 'alike' };
const deliberate = (why: Deliberate): Judgement => ({ verdict: 'deliberate', why });
const finding = (what: Finding): Judgement => ({ verdict: 'finding', what });

type Good = Extract<Validation, { status: 'good' }>;

/** Whether a subscription pays for the licence. Staff gave the others, and then the date of the PHP portal counts. */
const isPaidFor = ({ licence: { status } }: Good): boolean => status !== 'granted' && status !== 'one_off';

function judgeDates(theirs: CalendarDate, ours: Good, nextCheckAfterDays: number): Judgement {
  const here = ours.nextCheckOn;
  if (here === theirs) return alike;
  // The PHP portal names the last paid day itself; an ended subscription is asked about on the day after.
  if (here === addDays(theirs, nextCheckAfterDays) || here === addDays(theirs, 1))
    return deliberate('next_check');
  if (here < theirs) return finding('shorter');
  return isPaidFor(ours) ? deliberate('longer') : finding('accepted');
}

function judgeAccepted(ours: Good, today: CalendarDate): Judgement {
  const { licence } = ours;
  if (today === licence.validUntil || today === licence.endsOn) return deliberate('last_day');
  if (licence.status === 'past_due' || today > licence.validUntil) return deliberate('grace');
  return isPaidFor(ours) ? deliberate('longer') : finding('accepted');
}

export function judgeAnswers({ theirs, ours, today, nextCheckAfterDays, isReplaced }: Compared): Judgement {
  const own = answerOf(ours);
  if (theirs.nextCheckAt !== null && ours.status === 'good')
    return judgeDates(theirs.nextCheckAt, ours, nextCheckAfterDays);
  if (theirs.status === own.status) return alike;
  if (isReplaced) return deliberate('replaced');
  if (theirs.status === 200) return finding('locked_out');
  if (theirs.status === 404 && ours.status !== 'forged') return deliberate('newer');
  if (theirs.status === 410 && ours.status === 'good') return judgeAccepted(ours, today);
  return finding('status');
}
