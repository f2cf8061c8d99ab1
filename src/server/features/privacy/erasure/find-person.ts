/**
 * Finds everything that billing stores about a buyer: the account, its purchases, and other events that mention the
 * buyer.
 */

import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { findMatchCriteria, type MatchCriteria } from './find-traces.ts';
import type { FindDeps } from './traces.ts';

/**
 * The person to find: an account ID, or an e-mail address of an account or a purchase. The case of the address doesn't
 * matter.
 */
export type Whom = { accountId: number } | { email: string };

export interface Person extends MatchCriteria {
  account: AccountView | null;
  /**
   * The person's address. Purchases made with it and without an owner belong to the person. Null if there is no
   * verified address.
   */
  address: string | null;
  /** Streams of all the person's purchases and of the orders in them. */
  streams: Set<string>;
  /** Purchases that were made with the person's address but belong to other customers. Includes those in `followed`. */
  kept: Set<string>;
  /**
   * Those of the `kept` streams that concern another customer's order but contain only the person's address or account.
   */
  followed: Set<string>;
  /** Paddle user IDs in the person's streams that don't appear in any other stream. */
  paddleUserIds: Set<number>;
}

/**
 * Finds a person by account ID or by address. With an account ID, the account's address counts only if it is verified;
 * an address must be one that an operator knows to be the person's. Returns null if there is no such account or nothing
 * is known about the address.
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
 * Collects everything that belongs to the person:
 * - the streams that the account owns
 * - purchases made with the address that have no owner
 * - other events that mention these orders, the account or the address and aren't part of another purchase
 *
 * Other addresses with which the person paid, and Paddle user IDs, aren't followed, because other people may share
 * them. Events about another customer's order, such as a dispute or a high-risk case, stay with that order whatever
 * address they contain.
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
