/** To which customer a purchase belongs. */

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
  /** What was found out, and is to be written down: the log does not tell it yet. */
  discovered: { userId: number; how: 'verified_email' } | null;
  /** Nobody's, though its passthrough names an account: which was deleted here, or which there never was. */
  missing: { account: number; isErased: boolean } | null;
  /** It was an erased person's when they were erased, and what is told of them came past the tombstone. */
  isForgotten: boolean;
}

type Deciding = Pick<Deps, 'accounts' | 'paddleCustomers'>;

/**
 * A person's word first (a grant, an administrator's decision); else the purchase's own passthrough; else the account
 * whose verified address it was bought with; else nobody's yet: it waits for whoever verifies that address (docs/architecture.md,
 * "Ownership"). Each purchase by itself: no other purchase, and no number of a buyer at Paddle, has a say, for Paddle
 * gives one number to everybody who types the same address. Once found by an address it stays where it is, whoever has
 * that address later. An unverified address proves nothing, and who was erased owns nothing any more.
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

/** The accounts that passthroughs name in vain, by stream. */
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

/** The accounts that have shown that the address is theirs, by stream. */
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
