/** Stores a customer's answer that they want both of two licences for one product. */
import type { Deps } from '#server/deps.ts';
import { recordDecision } from '#server/features/billing/decisions/run-licence-action.ts';
import { AppError } from '#shared/errors.ts';
import { isUnansweredDuplicate } from './unanswered-flag.ts';

/**
 * Ends the notice about two payments. The flag stays open with the answer, because the operator resolves it. Does
 * nothing if the customer has answered before, or if the flag has been resolved. Throws `not_found` if the customer has
 * no such licence. `licenceId` is the later of the two licences.
 */
export function wantBoth(
  deps: Pick<Deps, 'transaction'>,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<void> {
  return deps.transaction(async (bound) => {
    const licence = await bound.licences.findByIdForUser(licenceId, userId);
    if (!licence) throw new AppError('not_found', `customer ${userId} has no licence ${licenceId}`);
    const { stream } = licence;
    const open = (await bound.flags.listByStreams([stream])).filter(isUnansweredDuplicate);
    for (const { detail: other } of open)
      await recordDecision(bound, {
        ...{ stream, source: 'customer' },
        event: { type: 'second_licence_wanted', by: userId, other },
      });
  });
}
