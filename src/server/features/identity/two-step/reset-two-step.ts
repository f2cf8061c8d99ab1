/**
 * Lets the operator turn off two-step verification for a customer who has lost the second factor and every recovery
 * code. The customer must have proven their identity to the operator.
 */
import type { Deps } from '#server/deps.ts';
import { recordByOperator } from '#server/features/identity/security-log/record-security-event.ts';
import { endTwoStep } from './end-two-step.ts';

export type ResetTwoStep =
  | { status: 'done'; userId: number; sessionsEnded: number }
  | { status: 'unknown_email' }
  | { status: 'no_second_factor' };

/**
 * Turns off two-step verification, deletes its app and recovery codes, and ends all sessions of the account. Passkeys
 * stay. The customer is notified by e-mail and in the security log.
 */
export function resetTwoStep(
  deps: Pick<Deps, 'transaction'>,
  { email }: { email: string },
): Promise<ResetTwoStep> {
  return deps.transaction(async (inside) => {
    const account = await inside.accounts.findByEmail(email);
    if (!account) return { status: 'unknown_email' };
    if (!(await endTwoStep(inside, account.id))) return { status: 'no_second_factor' };
    const sessionsEnded = await inside.sessions.endAll(account.id);
    await recordByOperator(inside, { userId: account.id, kind: 'second_factor_reset' });
    return { status: 'done', userId: account.id, sessionsEnded };
  });
}
