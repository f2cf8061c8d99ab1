/** Decides which customer a purchase belongs to. */

import type { Deps } from '#server/deps.ts';
import type { Owner, Ownership } from '#server/features/billing/event-log/stream.repository.ts';
import type { Projection } from '#server/features/billing/fold/projection.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { tombstoneOf } from './tombstone.ts';

type Account = NonNullable<Awaited<ReturnType<Deps['accounts']['findById']>>>;

export interface Purchase extends Pick<Projection, 'buyer' | 'claim'> {
  stream: string;
}

export interface OwnerResolution {
  owner: Owner;
  account: Account | null;
  /**
   * An owner found just now by a verified address, to be recorded as an event; null if no owner was found this way or
   * the log already has the event.
   */
  discovered: { userId: number; how: 'verified_email' } | null;
  /**
   * Set if the purchase has no owner although its passthrough names an account. That account was deleted here or never
   * existed. Null otherwise.
   */
  missing: { account: number; isErased: boolean } | null;
  /**
   * Whether the purchase belonged to an erased person and an event with their data was stored despite the tombstone.
   */
  isForgotten: boolean;
}

type Deciding = Pick<Deps, 'accounts' | 'paddleCustomers'>;

/**
 * Resolves the owner of each purchase (docs/architecture.md, "Ownership"). The first of these that applies decides:
 * - a grant or an administrator's decision
 * - the passthrough of the purchase itself
 * - the verified address with which the purchase was made; the owner found this way stays, even if the address later
 *   passes to another account
 *
 * Otherwise the purchase has no owner until its address is verified. Unverified addresses don't count, nor do other
 * purchases or Paddle's user ID: Paddle assigns the same ID to everyone who enters the same address. A tombstone
 * prevents an erased person's purchase from being claimed.
 */
export async function resolveOwners(
  deps: Deciding,
  purchases: readonly Purchase[],
): Promise<Map<string, OwnerResolution>> {
  const numbers = (pick: (purchase: Purchase) => number | null | undefined) =>
    [...new Set(purchases.map(pick))].filter((id) => id !== null && id !== undefined);
  const named = await deps.accounts.findByIds([
    ...numbers(({ buyer }) => buyer.billableId),
    ...numbers(({ claim }) => claim?.userId),
  ]);
  const byLog = ({ claim, buyer }: Purchase): { account: Account; how: Ownership } | null => {
    const claimant = claim && named.get(claim.userId);
    const payer = buyer.billableId === null ? undefined : named.get(buyer.billableId);
    if (claimant && claim && claim.how !== 'verified_email') return { account: claimant, how: claim.how };
    if (payer) return { account: payer, how: 'passthrough' };
    return claimant && claim ? { account: claimant, how: claim.how } : null;
  };
  const logged = new Map(purchases.map((purchase) => [purchase.stream, byLog(purchase)]));
  const found = await findByAddress(
    deps,
    purchases.filter(({ stream }) => !logged.get(stream)),
  );
  const missing = await findMissing(
    deps,
    purchases.filter(({ stream }) => !logged.get(stream) && !found.has(stream)),
  );
  return new Map(
    purchases.map(({ stream, buyer }) => {
      const known = logged.get(stream) ?? null;
      const discovered = known ? undefined : found.get(stream);
      const account = known?.account ?? discovered ?? null;
      return [
        stream,
        {
          owner: {
            userId: account?.id ?? null,
            ownedBy: known?.how ?? (discovered ? 'verified_email' : null),
            paddleUserId: buyer.paddleUserId,
            buyerEmail: buyer.email === null ? null : comparableAddress(buyer.email),
          },
          account,
          discovered: discovered ? { userId: discovered.id, how: 'verified_email' } : null,
          missing: missing.vain.get(stream) ?? null,
          isForgotten: missing.forgotten.has(stream),
        },
      ];
    }),
  );
}

/**
 * Finds purchases whose passthrough names an account that doesn't exist, and purchases that belonged to an erased
 * person.
 */
async function findMissing(
  deps: Deciding,
  purchases: readonly Purchase[],
): Promise<{ vain: Map<string, NonNullable<OwnerResolution['missing']>>; forgotten: ReadonlySet<string> }> {
  const named = new Map(
    purchases.flatMap(({ stream, buyer: { billableId } }) =>
      billableId === null ? [] : [[stream, billableId] as const],
    ),
  );
  const erased = await deps.paddleCustomers.tombstones([
    ...named.keys(),
    ...[...new Set(named.values())].map(tombstoneOf),
  ]);
  const forgotten = new Set([...named.keys()].filter((stream) => erased.get(stream)?.foundLate === false));
  return {
    vain: new Map(
      [...named]
        .filter(([stream]) => !forgotten.has(stream))
        .map(([stream, account]) => [stream, { account, isErased: erased.has(tombstoneOf(account)) }]),
    ),
    forgotten,
  };
}

/**
 * Finds the accounts that have verified the buyers' addresses. Returns them by stream, leaving out streams with a
 * tombstone.
 */
async function findByAddress(deps: Deciding, purchases: readonly Purchase[]): Promise<Map<string, Account>> {
  const addresses = new Map(
    purchases.flatMap(({ stream, buyer: { email } }) =>
      email === null ? [] : [[stream, comparableAddress(email)] as const],
    ),
  );
  const verified = await deps.accounts.findVerifiedByEmails([...new Set(addresses.values())]);
  const found = new Map(
    [...addresses].flatMap(([stream, address]) => {
      const account = verified.get(address);
      return account ? [[stream, account] as const] : [];
    }),
  );
  if (found.size === 0) return found;
  for (const stream of (await deps.paddleCustomers.tombstones([...found.keys()])).keys())
    found.delete(stream);
  return found;
}
