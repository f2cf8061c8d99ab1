/**
 * Lets the operator turn off two-step verification for a customer who has lost the second factor and every recovery
 * code. The customer must have proven their identity to the operator.
 */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { recordByOperator } from '#server/features/identity/security-log/record-security-event.ts';
import { endTwoStep } from './end-two-step.ts';

export type ResetTwoStep =
  | { status: 'done'; userId: number; sessionsEnded: number }
  | { status: 'unknown_email' }
  | { status: 'no_second_factor' };

/**
 * Turns off two-step verification, deletes its app and recovery codes, and ends all sessions of the account. Passkeys
 * stay. The customer is notified by e-mail and in the security log. Returns null if two-step verification wasn't on.
 */
export async function resetTwoStepOf(
  inside: Pick<
    BoundDeps,
    | 'accounts'
    | 'now'
    | 'outbox'
    | 'securityEvents'
    | 'sessions'
    | 'settings'
    | 'twoFactors'
    | 'verifications'
  >,
  userId: number,
): Promise<{ sessionsEnded: number } | null> {
  if (!(await endTwoStep(inside, userId))) return null;
  const sessionsEnded = await inside.sessions.endAll(userId);
  await recordByOperator(inside, { userId, kind: 'second_factor_reset' });
  return { sessionsEnded };
}

/** Does this for the account with the address. */
export function resetTwoStep(
  deps: Pick<Deps, 'transaction'>,
  { email }: { email: string },
): Promise<ResetTwoStep> {
  return deps.transaction(async (inside) => {
    const account = await inside.accounts.findByEmail(email);
    if (!account) return { status: 'unknown_email' };
    const reset = await resetTwoStepOf(inside, account.id);
    return reset ? { status: 'done', userId: account.id, ...reset } : { status: 'no_second_factor' };
  });
}
