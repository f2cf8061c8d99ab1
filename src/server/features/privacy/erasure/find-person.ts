/** Who a buyer is in everything that billing keeps: an account, its purchases, and what is told of them elsewhere. */

import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { findMatchCriteria, type MatchCriteria } from './find-traces.ts';
import type { FindDeps } from './traces.ts';

/** An account; or an address, in any case: that of an account, or the one that something was bought with. */
export type Whom = { accountId: number } | { email: string };

export interface Person extends MatchCriteria {
  account: AccountView | null;
  /** Whose unclaimed purchases are theirs; null where no address is known to be. */
  address: string | null;
  /** Everything that was theirs, and the orders in it. */
  streams: Set<string>;
  /** Bought with their address by customers who are somebody else, and what follows those purchases. */
  kept: Set<string>;
  /** Of what is kept, what has their address and nobody's account, or theirs: it follows somebody else's order. */
  followed: Set<string>;
  /** Paddle's numbers that were theirs alone. */
  paddleUserIds: Set<number>;
}

/**
 * By the account's id, whatever its address is now: then its address counts once it is verified. Or by an address, for
 * an operator who knows whose it is. Null when there is no such account, or nobody.
 */
export async function findPerson(deps: FindDeps, whom: Whom): Promise<Person | null> {
  if ('accountId' in whom) {
    const account = await deps.accounts.findById(whom.accountId);
    return account && gather(deps, { account, address: account.emailVerified ? account.email : null });
  }
  const account = await deps.accounts.findByEmail(whom.email);
  const person = await gather(deps, { account, address: comparableAddress(whom.email) });
  const isKnown = account !== null || person.streams.size + person.events.length > 0;
  return isKnown ? person : null;
}

/**
 * What the account owns; what nobody owns and was bought with the address; and what the log tells of these orders, this
 * account or this address without anybody's purchase. Other addresses that the purchases were paid with, and the
 * buyer's number at Paddle, lead to nothing else: they may be somebody else's as well. What follows an order that is
 * somebody else's (a dispute, a suspicion) is kept with it, whatever address it tells.
 */
export async function gather(
  deps: FindDeps,
  { account, address }: Pick<Person, 'account' | 'address'>,
): Promise<Person> {
  const bought = address === null ? [] : await deps.streams.listByBuyerEmail(address);
  const found = [
    ...(account === null ? [] : await deps.streams.listByUser(account.id)),
    ...bought.filter(({ userId }) => userId === null),
  ];
  const kept = bought.filter(({ userId }) => userId !== null && userId !== account?.id);
  const traces = await findMatchCriteria(deps, {
    accountId: account?.id ?? null,
    address,
    own: new Set(found.map(({ stream }) => stream)),
    kept: new Set(kept.map(({ stream }) => stream)),
  });
  const heads = found.filter(({ stream }) => !traces.others.has(stream));
  const followed = found.flatMap(({ stream }) => (traces.others.has(stream) ? [stream] : []));
  const own = heads.map(({ stream }) => stream);
  const streams = new Set([...own, ...traces.streams, ...[...traces.orders].map(orderStream)]);
  const numbers = [...new Set(heads.flatMap(({ paddleUserId }) => paddleUserId ?? []))];
  const shared = (await deps.streams.listByPaddleUsers(numbers)).filter(({ stream }) => !streams.has(stream));
  const others = new Set(shared.map(({ paddleUserId }) => paddleUserId));
  return {
    ...traces,
    account,
    address,
    streams,
    kept: new Set([...kept.map(({ stream }) => stream), ...followed]),
    followed: new Set(followed),
    paddleUserIds: new Set(numbers.filter((id) => !others.has(id))),
  };
}
