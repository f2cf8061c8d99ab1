/** Enqueues sign-in e-mails, limited to a few per hour for each address. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import type { NewOutboxMail, OutboxIds } from '#server/platform/mail/outbox.repository.ts';
import type { Limit, Limiter } from '#server/platform/rate-limits/limiter.ts';

/**
 * Limits e-mails by kind and address, whichever endpoint sends them. The limits of endpoints aren't enough: another
 * person may have registered the address, and some endpoints that send e-mails, such as sign-in, don't count them.
 * docs/decisions/0024 explains why each kind has its own count.
 */
const maxPerAddress: Limit = { tries: 5, seconds: 3_600 };

/**
 * Returns true if the address has reached its limit. The user isn't told, because that would reveal whether there is an
 * account.
 */
export async function isMailedEnough(
  { limiter, log }: { limiter: Pick<Limiter, 'take'> | null; log: Pick<Deps['log'], 'info'> },
  template: string,
  email: string,
): Promise<boolean> {
  // A first sign-in with a provider is confirmed by the same e-mail as a registration, so the two are counted together.
  const kind = template === 'first-sign-in' ? 'verify-email' : template;
  const counted = { name: `mail-to:${kind}`, of: [email.toLowerCase()], limit: maxPerAddress };
  if (((await limiter?.take([counted])) ?? null) === null) return false;
  log.info({ template }, 'an e-mail was not sent: the address has received five within an hour');
  return true;
}

/** Creates an outbox entry. Its key is random, because each call is a separate request. */
export const signInMail = (template: string, ids: OutboxIds): Omit<NewOutboxMail, 'at'> => ({
  idempotencyKey: `${template}:${ids.user}:${randomUUID()}`,
  template,
  ids,
});
