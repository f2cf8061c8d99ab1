/** Decides whether a customer may get another key for a licence, and until when the old ones then work. */
import { defaultOverlapDays } from '#server/features/billing/decisions/reissue-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { checkLicence, type LicenceRules } from '#server/features/licences/licence-validity.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { dayMs, hourMs } from '#shared/durations.ts';
import type { ErrorCode } from '#shared/errors.ts';

export type NewKeyRefusal = Extract<ErrorCode, 'licence_revoked' | 'licence_ended' | 'key_dispute_open'>;

/** Returns why the licence gets no other key; null if it may get one. */
export function forbidsNewKey(
  licence: Licence,
  { today, rules, hasOpenDispute }: { today: CalendarDate; rules: LicenceRules; hasOpenDispute: boolean },
): NewKeyRefusal | null {
  if (licence.status === 'revoked') return 'licence_revoked';
  if (checkLicence(licence, today, rules).status === 'ended') return 'licence_ended';
  return hasOpenDispute ? 'key_dispute_open' : null;
}

/** Returns when the old keys stop working if they are replaced now: on the hour, and never earlier than promised. */
export const oldKeysUntil = (now: Date): Date =>
  new Date(Math.ceil((now.getTime() + defaultOverlapDays * dayMs) / hourMs) * hourMs);

/**
 * Returns whether a time that the customer was shown can still be promised. It can for an hour, so that the old keys
 * stop at exactly the time that the customer confirmed.
 */
export function isStillOffered(shown: Date, now: Date): boolean {
  const left = oldKeysUntil(now).getTime() - shown.getTime();
  return left >= 0 && left <= hourMs;
}
