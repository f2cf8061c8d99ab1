/** Who a buyer is in everything that billing keeps: an account, numbers at Paddle, what was bought. */
import type { AccountView } from '#shared/accounts.ts';
import type { Deps } from '../../deps.ts';
import type { Traces } from './blank-log.ts';
import { orderSubject } from './fold/subjects.ts';
import type { SubjectHead } from './subject.repository.ts';

/** An account; or an address, in any case: that of an account, or the one that something was bought with. */
export type Whom = { accountId: number } | { email: string };

export interface Person extends Traces {
  account: AccountView | null;
  paddleUserIds: Set<number>;
  subjects: Set<string>;
  /** Bought with their address by customers who are somebody else. */
  kept: Set<string>;
}

type FindDeps = Pick<Deps, 'accounts' | 'paddleCustomers' | 'receipts' | 'subjects'>;

const known = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

/** By the account's id, whatever its address is now; or by an address. Null when there is no such account, or nobody. */
export async function findPerson(deps: FindDeps, whom: Whom): Promise<Person | null> {
  const isById = 'accountId' in whom;
  const account = await (isById
    ? deps.accounts.findById(whom.accountId)
    : deps.accounts.findByEmail(whom.email));
  if (isById && !account) return null;
  const email = account?.email ?? (isById ? '' : whom.email.trim().toLowerCase());
  const accountId = account?.id ?? null;
  const isOthers = ({ userId }: SubjectHead) => userId !== null && userId !== accountId;
  const heads = [
    ...(accountId === null ? [] : await deps.subjects.listByUser(accountId)),
    ...(await deps.subjects.listByBuyerEmail(email)),
  ];
  const kept = new Set(heads.filter(isOthers).map(({ subject }) => subject));
  const buyers = new Set([
    ...known(heads.filter((head) => !isOthers(head)).map(({ paddleUserId }) => paddleUserId)),
    ...(await deps.paddleCustomers.listByEmail(email)),
  ]);
  const siblings = await deps.subjects.listByPaddleUsers([...buyers]);
  // A buyer at Paddle who pays for somebody else's account is more than this person.
  for (const head of siblings.filter(isOthers)) {
    kept.add(head.subject);
    if (head.paddleUserId !== null) buyers.delete(head.paddleUserId);
  }
  const own = [...heads, ...siblings].filter((head) => !isOthers(head)).map(({ subject }) => subject);
  if (!account && buyers.size === 0 && own.length === 0) return null;
  const orders = known((await deps.receipts.listBySubjects(own)).map(({ orderId }) => orderId));
  return {
    email,
    account,
    paddleUserIds: buyers,
    subjects: new Set([...own, ...orders.map(orderSubject)]),
    kept,
  };
}
