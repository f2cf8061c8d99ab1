/** Determines which licences are still running, so that a customer doesn't buy a second one by mistake. */

import type { Deps } from '#server/deps.ts';
import {
  checkLicence,
  type LicenceRules,
  type LicenceTerms,
} from '#server/features/licences/licence-validity.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

/** A licence with the date on which Paddle charges for it next. */
export interface ChargedLicence extends LicenceTerms {
  nextBillOn: CalendarDate | null;
}

/** Statuses of licences that renew. A customer whose licence is cancelled, granted or one-off may buy another. */
const renewingStatuses: ReadonlySet<LicenceStatus> = new Set(['trialing', 'active', 'past_due', 'paused']);

/**
 * Returns true if Paddle may still charge for the licence. That can be so even if the licence no longer works, because
 * its grace period is over or it was refunded or revoked.
 */
const goesOnAtPaddle = ({ nextBillOn }: ChargedLicence): boolean => nextBillOn !== null;

/** Returns true if Paddle may still charge for the licence, or if the licence works and renews. */
export const isRunning = (licence: ChargedLicence, today: CalendarDate, rules: LicenceRules): boolean =>
  goesOnAtPaddle(licence) ||
  (renewingStatuses.has(licence.status) && checkLicence(licence, today, rules).status === 'good');

/** Returns true if any of the licences is running. */
export async function isAnyRunning(
  deps: Pick<Deps, 'subscriptions' | 'settings' | 'now'>,
  licences: readonly (LicenceTerms & { stream: string })[],
): Promise<boolean> {
  const subscriptions = await deps.subscriptions.listByStreams(licences.map(({ stream }) => stream));
  const today = dayOf(deps.now());
  return licences.some((licence) => {
    const nextBillOn = subscriptions.get(licence.stream)?.nextBillOn ?? null;
    return isRunning({ ...licence, nextBillOn }, today, deps.settings);
  });
}
