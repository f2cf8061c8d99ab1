/** Finds what a change is about: a licence of the customer, and the subscription that pays for it. */
import type { Deps } from '#server/deps.ts';
import type { Subscription } from '#server/features/billing/subscription.repository.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { PaddleCapabilities } from '#server/platform/paddle/port.ts';
import { AppError } from '#shared/errors.ts';
import type { StoredChange } from './subscription-change.repository.ts';

export interface OwnedSubject {
  licence: Licence;
  /** Null if the licence was granted or paid once. */
  subscription: Subscription | null;
  /** The changes of this subscription that are still open. */
  open: StoredChange[];
}

/** Throws `not_found` if the customer has no such licence. */
export async function findSubject(
  deps: Pick<Deps, 'licences' | 'subscriptionChanges' | 'subscriptions'>,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<OwnedSubject> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  if (!licence) throw new AppError('not_found', `customer ${userId} has no licence ${licenceId}`);
  const { stream } = licence;
  const subscription = (await deps.subscriptions.listByStreams([stream])).get(stream) ?? null;
  const open = await deps.subscriptionChanges.listOpenByStreams([stream]);
  return { licence, subscription, open };
}

type UsedCapabilities = Pick<PaddleCapabilities, 'canPause' | 'intervalChange'>;

/** Assumed for a licence without a subscription, which can't be changed. */
const noCapabilities: UsedCapabilities = {
  canPause: false,
  intervalChange: 'may_wait',
};

export const capabilitiesFor = (
  { paddle }: Pick<Deps, 'paddle'>,
  { subscription }: Pick<OwnedSubject, 'subscription'>,
): UsedCapabilities => (subscription ? paddle.capabilities(subscription.ref.paddleProduct) : noCapabilities);
