/** Gives what was bought without an account to whoever turns out to be its buyer. */
import type { Deps } from '#server/deps.ts';
import { applyTogether } from '#server/features/billing/inbox/inbox.ts';
import { findSecondLicencesOf } from './duplicate-subscriptions.ts';

export type ClaimDeps = Pick<Deps, 'accounts' | 'subjects' | 'transaction' | 'log' | 'now'>;

/** Subjects in one transaction. */
const together = 32;

/** Folds subjects again, which finds their owners; one that cannot be folded now is left to the sweeper. */
async function foldAgain(deps: Omit<ClaimDeps, 'accounts'>, subjects: readonly string[]): Promise<void> {
  for (let start = 0; start < subjects.length; start += together) {
    const outcomes = await applyTogether(deps, subjects.slice(start, start + together));
    const failed = [...outcomes].flatMap(([subject, outcome]) => ('error' in outcome ? [subject] : []));
    if (failed.length === 0) continue;
    deps.log.warn({ subjects: failed }, 'purchases could not be claimed at once; the sweeper tries again');
    await deps.subjects.makeDue(failed, deps.now());
  }
}

/**
 * What nobody owns and was bought with the address of this account, which is its customer's beyond doubt, becomes
 * theirs at once. Answers how much that was looked at.
 */
export async function claimPurchases(
  deps: Omit<ClaimDeps, 'accounts'>,
  account: { id: number; email: string },
): Promise<number> {
  const unclaimed = await deps.subjects.listUnclaimed([account.email]);
  if (unclaimed.length === 0) return 0;
  await foldAgain(
    deps,
    unclaimed.map(({ subject }) => subject),
  );
  await findSecondLicencesOf(deps, [account.id]);
  return unclaimed.length;
}

const page = 200;

/**
 * The same for all: whatever is nobody's though its address is somebody's by now. For the night: an address may be
 * verified in the moment in which an alert is applied. Page by page of addresses, each by one look at an index.
 */
export async function claimWhatIsOwned(deps: ClaimDeps): Promise<number> {
  let looked = 0;
  for (let after = ''; ; ) {
    const addresses = await deps.subjects.listUnclaimedAddresses({ after, limit: page });
    const verified = await deps.accounts.findVerifiedByEmails(addresses);
    const subjects = (await deps.subjects.listUnclaimed([...verified.keys()])).map(({ subject }) => subject);
    await foldAgain(deps, subjects);
    looked += subjects.length;
    const last = addresses.at(-1);
    if (last === undefined || addresses.length < page) return looked;
    after = last;
  }
}
