/** Requests a change of address. The account keeps its address until the link sent to the new one is opened. */

import type { BoundDeps, Deps } from '#server/deps.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { dayMs, secondMs } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { openEmailChange } from './open-email-change.ts';

/** Maximum number of requests per account and day, because each request sends an e-mail to an arbitrary address. */
const maxPerDay = 5;

export type EmailChangeDeps = Pick<Deps, 'transaction'>;

interface By {
  account: { id: number };
  caller: { ipAddress: string | null; userAgent: string | null };
}

/**
 * Enqueues two e-mails: one with the link to the new address, and a notice to the old one. Returns the same whether or
 * not the new address has an account, so that callers can't find out; only the e-mail to that address differs. Locks
 * the account, so that concurrent requests can't exceed the daily limit.
 */
export function requestEmailChange(
  deps: EmailChangeDeps,
  { email, ...by }: By & { email: string },
): Promise<{ status: 'sent' | 'same' }> {
  return deps.transaction(async (inside) => {
    const account = await lockAccount(inside, by);
    if (email === account.email) return { status: 'same' };
    const change = await addRequest(inside, { account, email, caller: by.caller });
    await inside.outbox.add([
      linkOwed(inside, change),
      {
        idempotencyKey: `email-change:${change}:asked`,
        template: 'email-change-asked',
        ids: { change },
        at: inside.now(),
        urgent: true,
      },
    ]);
    return { status: 'sent' };
  });
}

/**
 * Sends a new link and invalidates the previous one. Counts toward the daily limit like any request, but doesn't notify
 * the old address again. Returns `none` if no change is pending.
 */
export function sendEmailLinkAgain(deps: EmailChangeDeps, by: By): Promise<{ status: 'sent' | 'none' }> {
  return deps.transaction(async (inside) => {
    const account = await lockAccount(inside, by);
    const open = await openEmailChange(inside, account.id);
    if (!open) return { status: 'none' };
    const change = await addRequest(inside, { account, email: open.newEmail, caller: by.caller });
    await inside.outbox.add([linkOwed(inside, change)]);
    return { status: 'sent' };
  });
}

async function lockAccount({ accounts }: Pick<BoundDeps, 'accounts'>, { account: { id } }: By) {
  const account = await accounts.lock(id);
  if (!account) throw new AppError('not_signed_in', 'the account no longer exists');
  return account;
}

/** Stores the request and returns its ID. Throws `too_many_requests` if the daily limit is reached. */
async function addRequest(
  { emailChanges, securityEvents }: Pick<BoundDeps, 'emailChanges' | 'securityEvents'>,
  {
    account: { id: userId, email: oldEmail },
    email: newEmail,
    caller,
  }: { account: { id: number; email: string }; email: string; caller: By['caller'] },
): Promise<number> {
  const requestedAt = new Date();
  const since = new Date(requestedAt.getTime() - dayMs);
  const requests = await emailChanges.requestsSince(userId, since);
  const [oldest] = requests;
  if (oldest && requests.length >= maxPerDay) {
    const retryAfterSeconds = Math.ceil((oldest.getTime() - since.getTime()) / secondMs);
    throw new AppError('too_many_requests', 'too many changes of address in one day', { retryAfterSeconds });
  }
  const expiresAt = new Date(requestedAt.getTime() + dayMs);
  const change = await emailChanges.add({ userId, oldEmail, newEmail, requestedAt, expiresAt });
  await securityEvents.add({ userId, kind: 'email_change_requested', ...caller, at: requestedAt });
  return change;
}

const linkOwed = ({ now }: Pick<BoundDeps, 'now'>, change: number): NewOutboxMail => ({
  idempotencyKey: `email-change:${change}:link`,
  template: 'email-change',
  ids: { change },
  at: now(),
  urgent: true,
});
