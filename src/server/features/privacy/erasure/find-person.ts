/** Finds everything billing stores about a buyer: the account, its purchases, and mentions in other events. */

import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { findMatchCriteria, type MatchCriteria } from './find-traces.ts';
import type { FindDeps } from './traces.ts';

/** An account ID, or an e-mail address in any case, used by an account or for a purchase. */
export type Whom = { accountId: number } | { email: string };

export interface Person extends MatchCriteria {
  account: AccountView | null;
  /** Address whose unclaimed purchases belong to the person; null if there is no verified address. */
  address: string | null;
  /** Streams of all their purchases and of the orders in them. */
  streams: Set<string>;
  /** Purchases made with their address but owned by other customers, and `followed`. */
  kept: Set<string>;
  /**
   * The part of `kept` that concerns another customer's order but carries the person's address or account and no other.
   */
  followed: Set<string>;
  /** Paddle user IDs that don't appear in any other stream. */
  paddleUserIds: Set<number>;
}

/**
 * Finds a person by account ID, in which case the account's address counts only if it is verified, or by an address
 * that an operator knows to be theirs. Returns null if there is no such account or nothing is known about the address.
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
 * Collects the streams owned by the account, unclaimed purchases made with the address, and other events that mention
 * these orders, the account or the address but aren't part of another purchase. Other addresses used to pay, and Paddle
 * user IDs, aren't followed because other people may share them. Events about another customer's order, such as a
 * dispute or a high-risk case, stay with that order whatever address they contain.
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
