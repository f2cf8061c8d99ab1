/** What a customer is shown of a licence. */
import { addDays, type CalendarDate, latestDay } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences.ts';
import type { KeyVault } from '../../platform/crypto/key-vault.ts';
import { checkLicence, type LicenceRules, type LicenceTerms, spanOf } from './check-licence.ts';
import type { LicenceCardData } from './licence.repository.ts';
import { unlockKey } from './stored-key.ts';

/** Every key begins and ends alike, for it is base64 of the same JSON: this many characters tell them apart. */
const hintLength = 16;

/** The last day of what was taken back: it ended when it was taken, or was over before. */
function lastDayOfVoid(terms: LicenceTerms, today: CalendarDate): CalendarDate {
  const yesterday = addDays(today, -1);
  const last = terms.endsOn ?? terms.validUntil;
  if (last < yesterday) return last;
  return yesterday;
}

/** The licence as its card shows it on `today`. */
export function toLicenceView(
  licence: LicenceCardData,
  {
    today,
    rules,
    vault,
    isSecond,
  }: { today: CalendarDate; rules: LicenceRules; vault: KeyVault; isSecond: boolean },
): LicenceView {
  const check = checkLicence(licence, today, rules);
  const standing = check.status === 'good' ? check.standing : 'ended';
  const span = spanOf(licence, rules);
  const isRenewing = span.kind === 'renewing';
  // What was refunded or revoked here may go on at Paddle until somebody ends it there.
  const isOpenAtPaddle = isRenewing || licence.nextBillOn !== null;
  const { pausedFrom } = licence;
  const isPausing = isRenewing && standing === 'good' && pausedFrom !== null && pausedFrom >= today;
  const pausesOn = isPausing ? pausedFrom : null;
  const renews = isRenewing && standing !== 'ended' && pausesOn === null;
  const key = licence.currentKey ? unlockKey(vault, licence.id, licence.currentKey) : null;
  return {
    id: licence.id,
    product: licence.plan.product,
    planName: licence.plan.friendlyName,
    frequency: licence.plan.frequency,
    quantity: licence.quantity,
    status: licence.status,
    standing,
    worksThrough: worksThrough(),
    validUntil: licence.validUntil,
    renewsOn: renews ? (licence.nextBillOn ?? licence.validUntil) : null,
    nextRetryOn:
      isRenewing && licence.nextRetryOn !== null && licence.nextRetryOn >= today ? licence.nextRetryOn : null,
    pausesOn,
    pausedReason: pausesOn !== null || licence.status === 'paused' ? licence.pausedReason : null,
    lastPaid: licence.lastPaid,
    periodStart: licence.periodStart,
    startedOn: licence.startedOn,
    updateUrl: isOpenAtPaddle ? licence.updateUrl : null,
    cancelUrl: isOpenAtPaddle ? licence.cancelUrl : null,
    isSecond,
    keyHint: key === null ? null : { start: key.slice(0, hintLength), end: key.slice(-hintLength) },
  };

  function worksThrough(): CalendarDate {
    if (span.kind === 'void') return lastDayOfVoid(licence, today);
    // A pause has no grace.
    return pausesOn === null ? span.worksThrough : (latestDay(licence.validUntil, pausesOn) ?? pausesOn);
  }
}
