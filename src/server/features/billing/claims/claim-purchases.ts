/** Assigns purchases made without an account to the account that has verified the buyer's address. */
import type { Deps } from '#server/deps.ts';
import { findDuplicateSubscriptionsOf } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { applyInBatches } from '#server/features/billing/inbox/apply-together.ts';

export type ClaimDeps = Pick<Deps, 'accounts' | 'streams' | 'transaction' | 'log' | 'now'>;

/** Folds the streams again, which determines their owners. Streams that can't be folded now are left to the sweep. */
async function foldAgain(deps: Omit<ClaimDeps, 'accounts'>, streams: readonly string[]): Promise<void> {
  const failed: string[] = [];
  for await (const [stream, outcome] of applyInBatches(deps, streams))
    if ('error' in outcome) failed.push(stream);
  if (failed.length === 0) return;
  deps.log.warn({ streams: failed }, 'purchases could not be claimed immediately; the sweeper will retry');
  await deps.streams.makeDue(failed, deps.now());
}

/**
 * Assigns to the account all unowned purchases made with its address. The address must be verified. Returns the number
 * of purchases examined.
 */
export async function claimPurchases(
  deps: Omit<ClaimDeps, 'accounts'>,
  account: { id: number; email: string },
): Promise<number> {
  const unclaimed = await deps.streams.listUnclaimed([account.email]);
  if (unclaimed.length === 0) return 0;
  await foldAgain(
    deps,
    unclaimed.map(({ stream }) => stream),
  );
  await findDuplicateSubscriptionsOf(deps, [account.id]);
  return unclaimed.length;
}

const page = 200;

/**
 * Assigns all unowned purchases whose buyer's address has been verified by an account. Runs nightly because a purchase
 * can be missed: if an address is verified while an alert is being applied, neither operation sees the other's change.
 * Reads addresses page by page, using an index. Returns the number of purchases examined.
 */
export async function claimWhatIsOwned(deps: ClaimDeps): Promise<number> {
  let looked = 0;
  for (let after = ''; ; ) {
    const addresses = await deps.streams.listUnclaimedAddresses({ after, limit: page });
    const verified = await deps.accounts.findVerifiedByEmails(addresses);
    const streams = (await deps.streams.listUnclaimed([...verified.keys()])).map(({ stream }) => stream);
    await foldAgain(deps, streams);
    looked += streams.length;
    const last = addresses.at(-1);
    if (last === undefined || addresses.length < page) return looked;
    after = last;
  }
}
