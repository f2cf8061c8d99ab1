/** Ends all of a customer's sessions on behalf of the operator (OWASP ASVS 5.0, 7.4.5). */
import type { Deps } from '#server/deps.ts';
import { recordByOperator } from '#server/features/identity/security-log/record-security-event.ts';

/**
 * Ends all sessions of the account with this address. Returns the number of sessions ended; null if no account has the
 * address.
 */
export function signOutCustomer(
  deps: Pick<Deps, 'transaction'>,
  { email }: { email: string },
): Promise<{ userId: number; sessionsEnded: number } | null> {
  return deps.transaction(async (inside) => {
    const account = await inside.accounts.findByEmail(email);
    if (!account) return null;
    const sessionsEnded = await inside.sessions.endAll(account.id);
    await inside.verifications.discard(account.id, ['pending', 'devices']);
    if (sessionsEnded > 0)
      await recordByOperator(inside, { userId: account.id, kind: 'sessions_ended_by_operator' });
    return { userId: account.id, sessionsEnded };
  });
}
