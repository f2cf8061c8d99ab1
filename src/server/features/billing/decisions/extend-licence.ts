/** Extends a licence beyond the period it was paid for. */

import type { Deps } from '#server/deps.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { type LicenceAction, type LicenceOutcome, runLicenceAction } from './run-licence-action.ts';

export interface ExtendLicence extends LicenceAction {
  /** The day through which the licence must at least work, inclusive. */
  until: CalendarDate;
}

/** Makes the licence work at least through `until`. If it is already paid beyond that day, the end stays the same. */
export function extendLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  decision: ExtendLicence,
): Promise<LicenceOutcome<'already_over' | 'not_later' | 'revoked'>> {
  const { until, by, reason } = decision;
  return runLicenceAction(deps, decision, (licence) => {
    if (until < dayOf(deps.now())) return { refuse: 'already_over' };
    if (licence.status === 'revoked') return { refuse: 'revoked' };
    if (until <= certainThrough(licence)) return { refuse: 'not_later' };
    return { event: { type: 'licence_extended', by, reason, until } };
  });
}
