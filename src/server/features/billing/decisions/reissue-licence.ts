/** Replaces a licence's key, for example after a leak. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { reissueKey } from '#server/features/licences/keys/reissue-key.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { dayMs } from '#shared/durations.ts';
import { type LicenceAction, type LicenceOutcome, runLicenceAction } from './run-licence-action.ts';

/** Days for which replaced keys keep working, unless an operator chooses another number. */
export const defaultOverlapDays = 7;

export interface ReissueLicence extends LicenceAction {
  /** Number of days for which the old keys keep working alongside the new one; 0 retires them immediately. */
  overlapDays: number;
}

export type ReissuedLicence<Refusal extends string = never> =
  | { status: 'done'; licence: Licence; key: string; oldKeysUntil: Date }
  | Extract<LicenceOutcome<Refusal>, { status: 'refused' }>;

/** Logs the decision and stores the new key in one transaction. The key is returned in plain text. */
export function reissueLicence(
  deps: Pick<Deps, 'transaction' | 'now'>,
  { overlapDays, ...decision }: ReissueLicence,
): Promise<ReissuedLicence> {
  const oldKeysUntil = new Date(deps.now().getTime() + overlapDays * dayMs);
  return reissueUntil<never>(deps, { ...decision, oldKeysUntil, keyId: null, forbids: async () => null });
}

export interface ReissueUntil<Refusal extends string> extends LicenceAction {
  /** When the old keys stop working. A key that is due to stop earlier still does. */
  oldKeysUntil: Date;
  /** ID of the key that the customer replaces. Null if an operator replaces the current key, whichever it is. */
  keyId: number | null;
  /** Returns why the key can't be replaced; null if it can. Runs in the transaction that replaces it. */
  forbids: (licence: Licence, bound: BoundDeps) => Promise<Refusal | null>;
}

/** Like `reissueLicence`. Throws `key_replaced` if `keyId` is no longer the current key. */
export async function reissueUntil<Refusal extends string>(
  deps: Pick<Deps, 'transaction'>,
  decision: ReissueUntil<Refusal>,
): Promise<ReissuedLicence<Refusal>> {
  const { licenceId, oldKeysUntil, keyId, forbids, by, reason } = decision;
  let key: string | null = null;
  const outcome = await runLicenceAction<Refusal>(deps, decision, async (owned, bound) => {
    const refuse = await forbids(owned, bound);
    if (refuse !== null) return { refuse };
    return {
      event: { type: 'licence_reissued', by, reason, oldKeyUntil: oldKeysUntil.toISOString() },
      also: async () => {
        // Reads the licence again, because applying the decision may also have applied pending events.
        const licence = await bound.licences.findById(licenceId);
        if (!licence) throw new Error(`licence ${licenceId} disappeared while its key was being reissued`);
        const purchaserEmail = await emailOf(bound, licence);
        key = await reissueKey(bound, { licence, purchaserEmail, keyId, oldKeysUntil });
      },
    };
  });
  if (outcome.status === 'refused') return outcome;
  if (key === null) throw new Error(`licence ${licenceId} did not get a new key`);
  return { ...outcome, key, oldKeysUntil };
}

/**
 * Returns the owner's address or, if the licence has no owner, the buyer's address known to Paddle; null if there is
 * neither.
 */
async function emailOf(bound: BoundDeps, { userId, stream }: Licence): Promise<string | null> {
  const account = userId === null ? null : await bound.accounts.findById(userId);
  if (account) return account.email;
  return (await bound.subscriptions.listByStreams([stream])).get(stream)?.contactEmail ?? null;
}
