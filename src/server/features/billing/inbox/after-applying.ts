/** Runs checks after alerts have been applied and committed. */
import type { Deps } from '#server/deps.ts';
import {
  findDuplicateSubscriptionsOf,
  withdrawMistakenFlags,
} from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import type { Applied } from '#server/features/billing/projections/apply-streams.ts';

/**
 * Finds customers who now pay twice, withdraws flags that name an ended subscription, and schedules claims of purchases
 * whose address has just been verified. Runs after the commit, so that if two changes are made at once, at least one of
 * the two runs sees both, and holds the streams it writes about, so that it writes nothing that is outdated. Never
 * rejects; the nightly job catches anything this misses.
 */
export async function afterApplying(
  deps: Pick<Deps, 'transaction' | 'log'>,
  applied: ReadonlyMap<string, Applied>,
): Promise<void> {
  const issued: string[] = [];
  const back: string[] = [];
  const ended: string[] = [];
  for (const [stream, outcome] of applied) {
    if (outcome.status !== 'applied') continue;
    if (outcome.licence === 'issued') issued.push(stream);
    if (outcome.isBack) back.push(stream);
    if (outcome.hasEnded) ended.push(stream);
  }
  const checked = [...issued, ...back, ...ended];
  if (checked.length === 0) return;
  try {
    if (ended.length > 0) await withdrawMistakenFlags(deps, ended);
    const owners = await deps.transaction(async ({ accounts, streams, now }) => {
      const heads = [...(await streams.find(checked)).values()];
      const unclaimed = heads.filter(
        ({ stream, userId, buyerEmail }) => issued.includes(stream) && userId === null && buyerEmail !== null,
      );
      const verified = await accounts.findVerifiedByEmails(
        unclaimed.flatMap(({ buyerEmail }) => buyerEmail ?? []),
      );
      const claimable = unclaimed.filter(({ buyerEmail }) => verified.has(buyerEmail ?? ''));
      await streams.makeDue(
        claimable.map(({ stream }) => stream),
        now(),
      );
      return [...new Set(heads.flatMap(({ userId }) => userId ?? []))];
    });
    if (owners.length > 0) await findDuplicateSubscriptionsOf(deps, owners);
  } catch (error) {
    deps.log.warn(
      { err: error },
      'ownership and duplicate subscriptions could not be checked; they will be checked tonight',
    );
  }
}
