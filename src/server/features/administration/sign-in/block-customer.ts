/** Keeps an account from signing in, and lets it sign in again. Its licences and subscriptions are not affected. */
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { AppError } from '#shared/errors.ts';

type BlockDeps = Pick<
  BoundDeps,
  'accounts' | 'administrators' | 'securityEvents' | 'sessions' | 'verifications'
>;

/** Without an address or a browser: where the administrator was does not concern the customer. */
const byAdministrator = () => ({ ipAddress: null, userAgent: null, at: new Date() });

async function accountOf({ accounts }: Pick<BlockDeps, 'accounts'>, customerId: number) {
  const account = await accounts.lock(customerId);
  if (!account) throw new AppError('not_found', 'there is no such account');
  return account;
}

/** Ends all sessions of an account. Discards its trusted devices and its sign-ins that wait for a second factor. */
async function endEverySession(
  { sessions, verifications }: Pick<BlockDeps, 'sessions' | 'verifications'>,
  customerId: number,
): Promise<number> {
  const ended = await sessions.endAll(customerId);
  await verifications.discard(customerId, ['pending', 'devices']);
  return ended;
}

/**
 * Blocks an account, by every way of signing in and by its API tokens. Throws `last_administrator` if no
 * `administrator` would be left who can sign in.
 */
export async function blockCustomer(inside: BlockDeps, customerId: number): Promise<Performed<null>> {
  const { administratorRole, blockedAt } = await accountOf(inside, customerId);
  if (blockedAt !== null) throw new AppError('changed_meanwhile', 'the account is already blocked');
  if (administratorRole === 'administrator' && !(await inside.administrators.isAnotherLeft(customerId)))
    throw new AppError('last_administrator', 'no other administrator would be left');
  await inside.administrators.setBlocked(customerId, new Date());
  const sessionsEnded = await endEverySession(inside, customerId);
  await inside.securityEvents.add({
    ...{ userId: customerId, kind: 'blocked_by_administrator' },
    ...byAdministrator(),
  });
  return { result: null, before: { blocked: false }, after: { blocked: true, sessionsEnded } };
}

export async function unblockCustomer(inside: BlockDeps, customerId: number): Promise<Performed<null>> {
  if ((await accountOf(inside, customerId)).blockedAt === null)
    throw new AppError('changed_meanwhile', 'the account is not blocked');
  await inside.administrators.setBlocked(customerId, null);
  await inside.securityEvents.add({
    ...{ userId: customerId, kind: 'unblocked_by_administrator' },
    ...byAdministrator(),
  });
  return { result: null, before: { blocked: true }, after: { blocked: false } };
}

/** Signs a customer out in every browser. */
export async function signOutEverywhere(inside: BlockDeps, customerId: number): Promise<Performed<null>> {
  await accountOf(inside, customerId);
  const sessionsEnded = await endEverySession(inside, customerId);
  await inside.securityEvents.add({
    ...{ userId: customerId, kind: 'sessions_ended_by_operator' },
    ...byAdministrator(),
  });
  return { result: null, after: { sessionsEnded } };
}
