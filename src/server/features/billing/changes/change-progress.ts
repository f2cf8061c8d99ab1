/** Describes what became of a change. */
import type { Deps } from '#server/deps.ts';
import type { ChangeProgress } from '#shared/billing/changes.ts';
import { AppError } from '#shared/errors.ts';
import { hasHappened, type KnownState } from './change-rules.ts';
import type { StoredChange } from './subscription-change.repository.ts';

/** `state` is the portal's projection of the subscription, which follows from Paddle's alerts. */
export const toProgress = (change: StoredChange, state: KnownState | null): ChangeProgress => ({
  changeId: change.publicId,
  licenceId: change.licenceId,
  kind: change.kind,
  quantity: change.wanted.quantity ?? null,
  planId: change.wanted.planId ?? null,
  state: change.state,
  refusal: change.refusal,
  isVisible: change.state === 'confirmed' && state !== null && hasHappened(change, state),
  askedAt: change.askedAt,
  settledAt: change.settledAt,
});

/** Throws `not_found` if the customer didn't ask for this change. */
export async function changeProgress(
  deps: Pick<Deps, 'subscriptionChanges' | 'subscriptions'>,
  { changeId, userId }: { changeId: string; userId: number },
): Promise<ChangeProgress> {
  const change = await deps.subscriptionChanges.findForUser(userId, changeId);
  if (!change) throw new AppError('not_found', `customer ${userId} has no change ${changeId}`);
  const { stream } = change;
  return toProgress(change, (await deps.subscriptions.listByStreams([stream])).get(stream) ?? null);
}
