/** Tests which differences between the answers of the PHP portal and of this one are deliberate. */
import { describe, expect, it } from 'vitest';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import type { Validation } from '#server/features/licences/validate-licence.ts';
import { judgeAnswers } from '#server/features/takeover/compare/judge-answers.ts';
import type { PhpAnswer } from '#server/platform/php-portal/php-portal.ts';
import { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

const day = (text: string) => CalendarDate.parse(text);
const today = day('2026-11-29');

interface Ours {
  status?: LicenceStatus;
  validUntil: string;
  endsOn?: string;
}

/** What this portal answers about a licence. */
function validated({ status = 'active', validUntil, endsOn }: Ours): Validation {
  const terms = {
    ...{ status, validUntil: day(validUntil), pausedFrom: null },
    endsOn: endsOn === undefined ? null : day(endsOn),
  };
  const check = checkLicence(terms, today, { graceDays: 7, nextCheckAfterDays: 1 });
  const licence = terms as unknown as Licence;
  return check.status === 'good' ? { ...check, licence } : { ...check, licence };
}

const judged = (theirs: PhpAnswer | string | number, ours: Validation, isReplaced = false) => {
  const answer =
    typeof theirs === 'string'
      ? { status: 200, nextCheckAt: day(theirs) }
      : typeof theirs === 'number'
        ? { status: theirs, nextCheckAt: null }
        : theirs;
  const judgement = judgeAnswers({ theirs: answer, ours, today, nextCheckAfterDays: 1, isReplaced });
  if (judgement.verdict === 'alike') return 'alike';
  return judgement.verdict === 'deliberate' ? judgement.why : `finding: ${judgement.what}`;
};

describe('Answers about one key', () => {
  it.each<[string, PhpAnswer | string | number, Ours, string]>([
    ['the day after instead of the last paid day', '2027-03-14', { validUntil: '2027-03-14' }, 'next_check'],
    ['a later payment than the PHP portal knows', '2026-12-10', { validUntil: '2027-12-10' }, 'longer'],
    ['an earlier date here', '2027-12-10', { validUntil: '2026-12-10' }, 'finding: shorter'],
    ['the last paid day itself', 410, { validUntil: '2026-11-29' }, 'last_day'],
    [
      'the last day of a cancelled subscription',
      410,
      { status: 'cancelled', validUntil: '2026-11-29', endsOn: '2026-11-29' },
      'last_day',
    ],
    ['an overdue payment', 410, { status: 'past_due', validUntil: '2026-11-25' }, 'grace'],
    [
      'a subscription that is paid although its old date is over',
      410,
      { validUntil: '2027-06-01' },
      'longer',
    ],
    [
      'a licence by staff that is over there',
      410,
      { status: 'granted', validUntil: '2027-06-01' },
      'finding: accepted',
    ],
    [
      'a licence by staff with a later date here',
      '2027-03-14',
      { status: 'granted', validUntil: '2027-06-01' },
      'finding: accepted',
    ],
    [
      'a key that is refused here only',
      '2027-03-14',
      { status: 'refunded', validUntil: '2026-10-01' },
      'finding: locked_out',
    ],
    ['a licence that is over in both', 410, { validUntil: '2025-11-29' }, 'alike'],
    ['a key sold here since', 404, { validUntil: '2027-03-14' }, 'newer'],
    ['an answer of a fault', 500, { validUntil: '2027-03-14' }, 'finding: status'],
  ])('differ by %s', (_, theirs, ours, verdict) => {
    expect(judged(theirs, validated(ours))).toBe(verdict);
  });

  it('may differ after the key was replaced here, and never because it cannot be read', () => {
    expect(judged('2027-03-14', { status: 'unknown' }, true)).toBe('replaced');
    expect(judged('2027-03-14', { status: 'forged' })).toBe('finding: locked_out');
    expect(judged(404, { status: 'forged' })).toBe('finding: status');
    expect(judged(404, { status: 'unknown' })).toBe('alike');
  });
});
