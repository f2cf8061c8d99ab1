/** Lets a licence work longer than it was paid for. */
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { Deps } from '../../../deps.ts';
import { spanOf } from '../../licences/check-licence.ts';
import type { Licence } from '../../licences/licence.repository.ts';
import { decideOnLicence, type LicenceDecision, type LicenceOutcome } from './decide.ts';

export interface ExtendLicence extends LicenceDecision {
  /** The last day it is to work at least, inclusive. */
  until: CalendarDate;
}

/** The last day a licence works for certain, grace apart. */
export const certainThrough = (licence: Licence): CalendarDate => {
  const span = spanOf(licence, { graceDays: 0 });
  return span.kind === 'void' ? licence.validUntil : span.worksThrough;
};

/** It works through `until` at least; what is paid beyond that counts as before. */
export function extendLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  decision: ExtendLicence,
): Promise<LicenceOutcome<'already_over' | 'not_later' | 'revoked'>> {
  const { until, by, reason } = decision;
  return decideOnLicence(deps, decision, (licence) => {
    if (until < dayOf(deps.now())) return { refuse: 'already_over' };
    if (licence.status === 'revoked') return { refuse: 'revoked' };
    if (until <= certainThrough(licence)) return { refuse: 'not_later' };
    return { event: { type: 'licence_extended', by, reason, until } };
  });
}
