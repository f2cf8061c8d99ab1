/** Finds what matters about a licence for continuing its ended subscription. */
import type { Deps } from '#server/deps.ts';
import { findSubject, type OwnedSubject } from '#server/features/billing/changes/find-subject.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import { foldContext } from '#server/features/billing/fold/projection.ts';
import type { EndedLicence } from '#server/features/billing/keep/keep-rules.ts';
import { hasOpenDispute } from '#server/features/billing/keep/open-disputes.ts';

export type EndedLicenceDeps = Pick<
  Deps,
  'events' | 'licences' | 'paddle' | 'plans' | 'subscriptionChanges' | 'subscriptions'
>;

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
  const logged = (await deps.events.listByStreams([stream])).get(stream) ?? [];
  const facts = logged.flatMap((event) => datedFacts(event, readEvent(deps.paddle, event)));
  const { paidThrough, receipts } = foldStream(stream, facts, context);
  return {
    ...subject,
    ended: {
      status,
      subscriptionStatus: subject.subscription?.status ?? null,
      paidThrough,
      hasBeenPaid: receipts.some(({ amount }) => amount.minor > 0),
      hasOpenDispute: await hasOpenDispute(deps, receipts),
    },
  };
}
