/** Compares what this portal answers to each imported key with what the PHP portal answers. */
import type { Deps } from '#server/deps.ts';
import { findLicencesByKey } from '#server/features/licences/keys/find-licence-by-key.ts';
import { validityOf } from '#server/features/licences/licence-validity.ts';
import type { LicenceRow } from '#server/features/takeover/source/rows.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { refusedState } from './imported-rows.ts';

/** Differences on purpose. */
export type DeliberateDifference =
  /** The next check is on a later day. */
  | 'later_check'
  /** The key is good on its licence's last day, from whose beginning the PHP portal refuses it. */
  | 'last_day'
  /** The renewal is overdue, and the days of grace aren't over. */
  | 'grace'
  /** The subscription is paid, but its payment didn't reach this key's licence. */
  | 'paid';

export interface AnswerDifference {
  licenceId: number;
  there: CalendarDate | 'refused';
  here: CalendarDate | 'refused' | 'unknown';
  /** Why it is on purpose; null if a person has to look at it. */
  deliberate: DeliberateDifference | null;
}

/** The PHP portal refuses a key from 00:00 of the day of its licence, and in a misspelt state at once. */
const oldAnswer = (
  { subscription_state, valid_until_at }: LicenceRow,
  now: Date,
): CalendarDate | 'refused' =>
  subscription_state === refusedState || valid_until_at <= now ? 'refused' : dayOf(valid_until_at);

/** Returns the keys whose answers differ, in the order of the rows. */
export async function checkAnswers(
  deps: Pick<Deps, 'keyVault' | 'licences' | 'now' | 'settings'>,
  rows: readonly LicenceRow[],
): Promise<AnswerDifference[]> {
  const now = deps.now();
  const today = dayOf(now);
  const found = await findLicencesByKey(deps, [...new Set(rows.map(({ key }) => key))]);
  return rows.flatMap((row): AnswerDifference[] => {
    const there = oldAnswer(row, now);
    const known = found.get(row.key);
    const isStored = known !== undefined && (known.keyRetiredAt === null || known.keyRetiredAt > now);
    const difference = (
      here: AnswerDifference['here'],
      deliberate: DeliberateDifference | null,
    ): AnswerDifference[] => [{ licenceId: row.id, there, here, deliberate }];
    if (!isStored) return there === 'refused' ? [] : difference('unknown', null);
    const validity = validityOf(known.licence, today, deps.settings);
    if (validity.standing === 'ended') return there === 'refused' ? [] : difference('refused', null);
    const here = validity.nextCheckOn;
    if (there === 'refused') {
      if (row.subscription_state === refusedState) return difference(here, null);
      if (dayOf(row.valid_until_at) === today) return difference(here, 'last_day');
      return difference(here, validity.standing === 'grace' ? 'grace' : 'paid');
    }
    if (here === there) return [];
    return difference(here, here > there ? 'later_check' : null);
  });
}
