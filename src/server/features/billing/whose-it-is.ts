/** To which customer a purchase belongs. */
import type { Deps } from '../../deps.ts';
import type { Projection } from './fold/projection.ts';
import type { Owner, Ownership, SubjectHead } from './subject.repository.ts';

type Account = NonNullable<Awaited<ReturnType<Deps['accounts']['findById']>>>;

export interface Purchase extends Pick<Projection, 'buyer' | 'claim'> {
  subject: string;
}

export interface Belonging {
  owner: Owner;
  account: Account | null;
  /** What was found out, and is to be written down: the log does not tell it yet. */
  discovered: { userId: number; how: 'paddle_user' | 'verified_email' } | null;
}

/** Named by a passthrough or a person, not found out. */
const isCertain = (how: Ownership | null | undefined): boolean =>
  how === 'passthrough' || how === 'granted' || how === 'administrator';

/** Who owns other purchases of a buyer at Paddle: whom a passthrough or a person named, before whom was found out. */
function ownerOfBuyer(siblings: readonly SubjectHead[], purchase: Purchase): SubjectHead | undefined {
  const others = siblings.filter(
    (head) =>
      head.userId !== null &&
      head.subject !== purchase.subject &&
      head.paddleUserId === purchase.buyer.paddleUserId,
  );
  return others.find((head) => isCertain(head.ownedBy)) ?? others[0];
}

/**
 * By our passthrough; else by Paddle's user id already known; else by verified e-mail; else nobody's yet: it waits
 * for whoever verifies that address (DESIGN, "Whose it is"). An administrator's word comes before all of these. An
 * unverified address proves nothing, and who was erased owns nothing any more.
 */
export async function whoseTheyAre(
  deps: Pick<Deps, 'accounts' | 'subjects' | 'paddleCustomers'>,
  purchases: readonly Purchase[],
): Promise<Map<string, Belonging>> {
  const numbers = (pick: (purchase: Purchase) => number | null | undefined) =>
    [...new Set(purchases.map(pick))].filter((id) => id !== null && id !== undefined);
  const named = await deps.accounts.findByIds([
    ...numbers(({ buyer }) => buyer.billableId),
    ...numbers(({ claim }) => claim?.userId),
  ]);
  const byLog = (purchase: Purchase): { account: Account; how: Ownership } | null => {
    const { claim, buyer } = purchase;
    const claimant = claim && named.get(claim.userId);
    const payer = buyer.billableId === null ? undefined : named.get(buyer.billableId);
    if (claimant && claim && isCertain(claim.how)) return { account: claimant, how: claim.how };
    if (payer) return { account: payer, how: 'passthrough' };
    return claimant && claim ? { account: claimant, how: claim.how } : null;
  };
  const open = purchases.filter((purchase) => !isCertain(byLog(purchase)?.how));
  const found = await findOut(deps, open);
  return new Map(
    purchases.map((purchase) => {
      const logged = byLog(purchase);
      const discovery = found.get(purchase.subject);
      // What was found by the buyer gives way to what is certain; what somebody proved to be theirs is not taken away.
      const isNews =
        discovery &&
        (logged === null ||
          (logged.how === 'paddle_user' &&
            discovery.isCertain &&
            discovery.account.id !== logged.account.id));
      const belongs = isNews ? discovery : logged;
      const { paddleUserId, email } = purchase.buyer;
      return [
        purchase.subject,
        {
          owner: {
            userId: belongs?.account.id ?? null,
            ownedBy: belongs?.how ?? null,
            paddleUserId,
            buyerEmail: email?.toLowerCase() ?? null,
          },
          account: belongs?.account ?? null,
          discovered: isNews ? { userId: discovery.account.id, how: discovery.how } : null,
        },
      ];
    }),
  );
}

interface Discovery {
  account: Account;
  how: 'paddle_user' | 'verified_email';
  isCertain: boolean;
}

async function findOut(
  deps: Pick<Deps, 'accounts' | 'subjects' | 'paddleCustomers'>,
  purchases: readonly Purchase[],
): Promise<Map<string, Discovery>> {
  const found = new Map<string, Discovery>();
  if (purchases.length === 0) return found;
  const buyers = [...new Set(purchases.map(({ buyer }) => buyer.paddleUserId))].filter((id) => id !== null);
  const erased = await deps.paddleCustomers.tombstones({
    paddleUserIds: buyers,
    names: purchases.map(({ subject }) => subject),
  });
  const siblings = await deps.subjects.listByPaddleUsers(
    buyers.filter((id) => !erased.paddleUserIds.has(id)),
  );
  const owners = await deps.accounts.findByIds(
    [...new Set(siblings.map((head) => head.userId))].filter((id) => id !== null),
  );
  const emails = await deps.accounts.findVerifiedByEmails(
    purchases.flatMap(({ buyer }) => (buyer.email === null ? [] : [buyer.email])),
  );
  for (const purchase of purchases) {
    const { paddleUserId, email } = purchase.buyer;
    if (paddleUserId !== null && erased.paddleUserIds.has(paddleUserId)) continue;
    // It was an erased person's, though its buyer at Paddle is somebody else's as well.
    if (erased.names.has(purchase.subject)) continue;
    const sibling = ownerOfBuyer(siblings, purchase);
    const owner = sibling?.userId ? owners.get(sibling.userId) : undefined;
    const verified = email === null ? undefined : emails.get(email.trim().toLowerCase());
    if (owner) {
      const certain = isCertain(sibling?.ownedBy);
      found.set(purchase.subject, { account: owner, how: 'paddle_user', isCertain: certain });
    } else if (verified) {
      found.set(purchase.subject, { account: verified, how: 'verified_email', isCertain: false });
    }
  }
  return found;
}
