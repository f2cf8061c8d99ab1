/** What a customer is shown of a licence. */
import { addDays, type CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences.ts';
import type { KeyVault } from '../../platform/crypto/key-vault.ts';
import { checkLicence, type LicenceRules, type LicenceTerms, spanOf } from './check-licence.ts';
import type { LicenceCardData } from './licence.repository.ts';
import { unlockKey } from './stored-key.ts';

/** Every key begins and ends alike, for it is base64 of the same JSON: this many characters tell them apart. */
const hintLength = 16;

function worksThrough(terms: LicenceTerms, today: CalendarDate, rules: LicenceRules): CalendarDate {
  const span = spanOf(terms, rules);
  if (span.kind !== 'void') return span.worksThrough;
  const yesterday = addDays(today, -1);
  const last = terms.endsOn ?? terms.validUntil;
  if (last < yesterday) return last;
  return yesterday;
}

/** The licence as its card shows it on `today`. */
export function toLicenceView(
  licence: LicenceCardData,
  { today, rules, vault }: { today: CalendarDate; rules: LicenceRules; vault: KeyVault },
): LicenceView {
  const check = checkLicence(licence, today, rules);
  const renews = check.status === 'good' && spanOf(licence, rules).kind === 'renewing';
  const key = licence.currentKey ? unlockKey(vault, licence.id, licence.currentKey) : null;
  return {
    id: licence.id,
    product: licence.plan.product,
    planName: licence.plan.friendlyName,
    frequency: licence.plan.frequency,
    quantity: licence.quantity,
    status: licence.status,
    standing: check.status === 'good' ? check.standing : 'ended',
    worksThrough: worksThrough(licence, today, rules),
    validUntil: licence.validUntil,
    renewsOn: renews ? (licence.nextBillOn ?? licence.validUntil) : null,
    lastPaid: licence.lastPaid,
    periodStart: licence.periodStart,
    startedOn: licence.startedOn,
    updateUrl: renews ? licence.updateUrl : null,
    cancelUrl: renews ? licence.cancelUrl : null,
    keyHint: key === null ? null : { start: key.slice(0, hintLength), end: key.slice(-hintLength) },
  };
}
