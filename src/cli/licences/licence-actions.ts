/** Messages and JSON output shared by the commands that change a licence. */
import type { BoundDeps } from '#server/deps.ts';
import type { LicenceOutcome } from '#server/features/billing/decisions/run-licence-action.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { checkLicence, type LicenceCheck } from '#server/features/licences/licence-validity.ts';
import { dayOf } from '#shared/dates.ts';

/** The author recorded in the event log for decisions that are made on the command line. */
export const decidedBy = 'command line';

type Refused<Reason extends string> = Extract<LicenceOutcome<Reason>, { status: 'refused' }>;

/**
 * Says in one sentence why an action was refused. `sentences` contains the sentences for the reasons that only this
 * action has.
 */
export function whyRefused<Reason extends string>(
  outcome: Refused<Reason>,
  licenceId: number,
  sentences: Record<Reason, string | ((licence: Licence) => string)>,
): string {
  if (!('licence' in outcome)) {
    return outcome.reason === 'no_reason'
      ? 'Give a reason: --reason must not be empty.'
      : `There is no licence ${licenceId}. To find the licence for a key, run licence:read.`;
  }
  const sentence = sentences[outcome.reason];
  return typeof sentence === 'function' ? sentence(outcome.licence) : sentence;
}

/** Describes the portal's response to a ping, given the result of the licence check. */
export const answerOf = (check: LicenceCheck): string =>
  check.status === 'good' ? `200, next check on ${check.nextCheckOn}` : `410, ${check.reason}`;

/** Describes the portal's response to a ping that is sent today with this licence's key. */
export const pingAnswer = (deps: Pick<BoundDeps, 'now' | 'settings'>, licence: Licence): string =>
  answerOf(checkLicence(licence, dayOf(deps.now()), deps.settings));

/** Converts a licence to the JSON object that commands print. */
export const licenceJson = ({ id, status, validUntil, quantity, userId, plan }: Licence) => ({
  licence_id: id,
  status,
  valid_until: validUntil,
  seats: quantity,
  customer: userId,
  product: plan.product,
  plan: plan.paddlePlanId,
});

/**
 * Returns true if Paddle still charges the customer for the licence. Only cancelling the subscription at Paddle stops
 * the charges.
 */
export async function isStillCharged(
  deps: Pick<BoundDeps, 'subscriptions'>,
  { stream }: Licence,
): Promise<boolean> {
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream);
  return subscription !== undefined && subscription.status !== 'deleted';
}
