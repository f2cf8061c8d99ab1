/** Puts a mail of sign-in into the outbox, a few in an hour to one address. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '#server/deps.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { Limit, Limiter } from '#server/platform/rate-limits/limiter.ts';

/**
 * Of one kind to one address, through whichever endpoint: another person may have registered it, and asks where no
 * endpoint counts mails (signing in sends one too). docs/decisions/0024 says why not of all kinds together.
 */
const maxPerAddress: Limit = { tries: 5, seconds: 3_600 };

/** Whether the address has been sent as many as it may be. Nobody is told: it would tell whether there is an account. */
export async function isMailedEnough(
  { limiter, log }: { limiter: Pick<Limiter, 'take'> | null; log: Pick<Deps['log'], 'info'> },
  template: string,
  email: string,
): Promise<boolean> {
  // A first sign-in is confirmed by the same mail as a registration.
  const kind = template === 'first-sign-in' ? 'verify-email' : template;
  const counted = { name: `mail-to:${kind}`, of: [email.toLowerCase()], limit: maxPerAddress };
  if (((await limiter?.take([counted])) ?? null) === null) return false;
  log.info({ template }, 'an e-mail was not sent: the address has received five within an hour');
  return true;
}

/** Each call is a request of its own: the key of the mail is random. */
export const signInMail = (template: string, ids: Record<string, string>): Omit<NewOutboxMail, 'at'> => ({
  idempotencyKey: `${template}:${ids.user}:${randomUUID()}`,
  template,
  ids,
});
