/** What the commands that decide about a licence say alike. */
import type { BoundDeps } from '#server/deps.ts';
import type { LicenceOutcome } from '#server/features/billing/decisions/run-licence-action.ts';
import { checkLicence, type LicenceCheck } from '#server/features/licences/check-licence.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { dayOf } from '#shared/dates.ts';

/** Who decides, in the log. */
export const decidedBy = 'command line';

type Refused<Reason extends string> = Extract<LicenceOutcome<Reason>, { status: 'refused' }>;

/** Why nothing was done, in one sentence. */
export function whyRefused<Reason extends string>(
  outcome: Refused<Reason>,
  licenceId: number,
  sentences: Record<Reason, string | ((licence: Licence) => string)>,
): string {
  if (!('licence' in outcome)) {
    return outcome.reason === 'no_reason'
      ? 'Say why: --reason must not be empty.'
      : `There is no licence ${licenceId}: licence:read names the licence of a key.`;
  }
  const sentence = sentences[outcome.reason];
  return typeof sentence === 'function' ? sentence(outcome.licence) : sentence;
}

/** What a ping hears, by what the check says. */
export const answerOf = (check: LicenceCheck): string =>
  check.status === 'good' ? `200, ask again on ${check.nextCheckOn}` : `410, ${check.reason}`;

/** What a ping with the licence's key hears today. */
export const pingAnswer = (deps: Pick<BoundDeps, 'now' | 'settings'>, licence: Licence): string =>
  answerOf(checkLicence(licence, dayOf(deps.now()), deps.settings));

/** The licence as a program is told of it. */
export const licenceJson = ({ id, status, validUntil, quantity, userId, plan }: Licence) => ({
  licence_id: id,
  status,
  valid_until: validUntil,
  seats: quantity,
  customer: userId,
  product: plan.product,
  plan: plan.paddlePlanId,
});

/** Whether Paddle goes on charging for the licence: only Paddle can end that. */
export async function isStillCharged(
  deps: Pick<BoundDeps, 'subscriptions'>,
  { stream }: Licence,
): Promise<boolean> {
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream);
  return subscription !== undefined && subscription.status !== 'deleted';
}
