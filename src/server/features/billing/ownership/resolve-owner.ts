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
  /** A newly inferred owner that the log does not contain yet, to be recorded as an event. */
  discovered: { userId: number; how: 'verified_email' } | null;
  /** It has no owner, although its passthrough names an account: one deleted here, or one that never existed. */
  missing: { account: number; isErased: boolean } | null;
  /** It belonged to an erased person, and an event with their data was stored despite the tombstone. */
  isForgotten: boolean;
}

type Deciding = Pick<Deps, 'accounts' | 'paddleCustomers'>;

/**
 * In this order: an administrator's decision or a grant; the purchase's own passthrough; the account that has verified the
 * buyer's address; otherwise the purchase waits until the address is verified (docs/architecture.md, "Ownership"). Each
 * purchase is decided on its own: neither other purchases nor Paddle's customer number count, because Paddle gives one
 * number to everyone who types the same address. Once found by its address, a purchase keeps its owner even if the
 * address changes hands. An unverified address proves nothing, and an erased person owns nothing.
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

/** The accounts named by passthroughs that do not exist, by stream. */
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

/** The accounts that have verified the buyer's address, by stream. */
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
