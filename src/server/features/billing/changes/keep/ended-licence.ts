/** Finds what matters about a licence for continuing its ended subscription. */
import type { Deps } from '#server/deps.ts';
import { findSubject, type OwnedSubject } from '#server/features/billing/changes/find-subject.ts';
import { type FoldLoggedDeps, foldLogged } from '#server/features/billing/event-log/fold-logged.ts';
import { foldContext } from '#server/features/billing/fold/projection.ts';
import type { EndedLicence } from '#server/features/billing/keep/keep-rules.ts';
import { hasOpenDispute } from '#server/features/billing/keep/open-disputes.ts';

export type EndedLicenceDeps = FoldLoggedDeps &
  Pick<Deps, 'licences' | 'subscriptionChanges' | 'subscriptions'>;

export interface EndedSubject extends OwnedSubject {
  ended: EndedLicence;
}

/** Throws `not_found` if the customer has no such licence. */
export async function findEnded(
  deps: EndedLicenceDeps,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<EndedSubject> {
  const subject = await findSubject(deps, { licenceId, userId });
  const { stream, status } = subject.licence;
  const context = foldContext(await deps.plans.list());
  const projection = (await foldLogged(deps, [stream], context)).get(stream);
  const { paidThrough = null, receipts = [] } = projection ?? {};
  return {
    ...subject,
    ended: {
      status,
      subscriptionStatus: subject.subscription?.status ?? null,
      paidThrough,
      hasBeenPaid: receipts.some(({ amount }) => amount.minor > 0),
      hasOpenDispute: await hasOpenDispute(deps, receipts, context),
    },
  };
}
