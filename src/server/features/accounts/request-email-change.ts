/** Asks for another address: nothing changes before its owner has opened the link that is sent there. */
import { AppError } from '#shared/errors.ts';
import type { Deps } from '../../deps.ts';

const dayMilliseconds = 86_400_000;
/** Each sends a mail to an address of somebody's choice. */
const mostInADay = 5;

export type EmailChangeDeps = Pick<Deps, 'transaction' | 'emailChanges'>;

/**
 * Owes the link to the new address and the news to the old one. What is done and answered is the same whether the
 * new address has an account or not: only the mail, when it is composed, says something else to its owner.
 */
export async function requestEmailChange(
  deps: EmailChangeDeps,
  {
    account,
    email,
    caller,
  }: {
    account: { id: number; email: string };
    email: string;
    caller: { ipAddress: string | null; userAgent: string | null };
  },
): Promise<{ status: 'sent' | 'same' }> {
  if (email === account.email) return { status: 'same' };
  const requestedAt = new Date();
  const since = new Date(requestedAt.getTime() - dayMilliseconds);
  const requests = await deps.emailChanges.requestsSince(account.id, since);
  const [oldest] = requests;
  if (oldest && requests.length >= mostInADay) {
    const retryAfterSeconds = Math.ceil((oldest.getTime() - since.getTime()) / 1_000);
    throw new AppError('too_many_requests', 'too many addresses in a day', { retryAfterSeconds });
  }
  await deps.transaction(async ({ emailChanges, securityEvents, outbox, now }) => {
    const change = await emailChanges.add({
      userId: account.id,
      oldEmail: account.email,
      newEmail: email,
      requestedAt,
      expiresAt: new Date(requestedAt.getTime() + dayMilliseconds),
    });
    await securityEvents.add({
      userId: account.id,
      kind: 'email_change_requested',
      ...caller,
      at: requestedAt,
    });
    const owed = { ids: { change }, at: now() };
    await outbox.add([
      { fact: `email-change:${change}:link`, template: 'email-change', ...owed },
      { fact: `email-change:${change}:asked`, template: 'email-change-asked', ...owed },
    ]);
  });
  return { status: 'sent' };
}
