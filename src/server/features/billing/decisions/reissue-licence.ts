/** Replaces the key of a licence: it leaked, and somebody else uses it. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { reissueKey } from '#server/features/licences/keys/reissue-key.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { dayMs } from '#shared/durations.ts';
import { type LicenceAction, type LicenceOutcome, runLicenceAction } from './run-licence-action.ts';

export interface ReissueLicence extends LicenceAction {
  /** Days that the old key works beside the new one; 0 ends it at once. */
  overlapDays: number;
}

export type ReissuedLicence =
  | { status: 'done'; licence: Licence; key: string; oldKeysUntil: Date }
  | Extract<LicenceOutcome<never>, { status: 'refused' }>;

/** The decision and the new key are stored together, or neither. The key is told here and nowhere else. */
export async function reissueLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  decision: ReissueLicence,
): Promise<ReissuedLicence> {
  const { licenceId, overlapDays, by, reason } = decision;
  const oldKeysUntil = new Date(deps.now().getTime() + overlapDays * dayMs);
  let key: string | null = null;
  const outcome = await runLicenceAction<never>(deps, decision, () => ({
    event: { type: 'licence_reissued', by, reason, oldKeyUntil: oldKeysUntil.toISOString() },
    also: async (bound) => {
      // Read again: applying the decision may have brought in what had not been applied yet.
      const licence = await bound.licences.findById(licenceId);
      if (!licence) throw new Error(`licence ${licenceId} was lost while its key was reissued`);
      const purchaserEmail = await emailOf(bound, licence);
      key = await reissueKey(bound, { licence, purchaserEmail, oldKeysUntil });
    },
  }));
  if (outcome.status === 'refused') return outcome;
  if (key === null) throw new Error(`licence ${licenceId} was given no key`);
  return { ...outcome, key, oldKeysUntil };
}

/** Its customer's address; for one that nobody has claimed, the address Paddle knows. */
async function emailOf(bound: BoundDeps, { userId, stream }: Licence): Promise<string | null> {
  const account = userId === null ? null : await bound.accounts.findById(userId);
  if (account) return account.email;
  return (await bound.subscriptions.listByStreams([stream])).get(stream)?.contactEmail ?? null;
}
