/** Sends the mails that are owed. */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Mail, Mailer } from './mailer.ts';
import type { OutboxIds, OutboxMail, OutboxRepository } from './outbox.repository.ts';

export interface SendOutboxDeps {
  outbox: Pick<OutboxRepository, 'claimDue' | 'settle'>;
  mail: Pick<Mailer, 'send'>;
  log: Pick<Logger, 'warn' | 'error'>;
  now: () => Date;
}

/** Looks up what a mail says and to whom; null when there is nothing to say any more. */
export type ComposeMail = (owed: OutboxMail) => Promise<Mail | null>;

const minute = 60_000;
/** Longer than a mail server is waited for at each of its steps. */
const leaseMilliseconds = 3 * minute;
const longestWait = 6 * 60 * minute;
/** The last try comes about two days after the first. */
const mostAttempts = 15;
/** In one round; the next one goes on. */
const batch = 50;

/** A minute, then twice as long each time, six hours at most. */
const pauseAfter = (attempts: number): number => Math.min(minute * 2 ** (attempts - 1), longestWait);

/** The same for every try of the same mail: programs that read mail show it once. */
const idOf = ({ fact, template }: OutboxMail): string =>
  createHash('sha256').update(`${template} ${fact}`).digest('hex').slice(0, 40);

/** What was sealed for the sending alone is not kept when that is over. */
function unsealed({ ids }: OutboxMail): { keep?: OutboxIds } {
  const { sealed, ...keep } = ids;
  return sealed === undefined ? {} : { keep };
}

/** Words of a mail server may hold addresses; its codes do not. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}

/**
 * Sends what is due, at most 50 at once, and answers how many it took up. Several processes may send at the same
 * time: each mail is taken by one. Sent at least once: who dies between the mail server's yes and ours has it sent
 * again, under the same Message-ID. What is refused is tried again for two days, then given up, and said loudly.
 */
export async function sendOutbox(
  deps: SendOutboxDeps,
  compose: ComposeMail,
  stopped?: AbortSignal,
): Promise<number> {
  let taken = 0;
  while (taken < batch && !stopped?.aborted) {
    const now = deps.now();
    const owed = await deps.outbox.claimDue(now, new Date(now.getTime() + leaseMilliseconds));
    if (!owed) break;
    taken += 1;
    await sendOne(deps, compose, owed);
  }
  return taken;
}

async function sendOne(deps: SendOutboxDeps, compose: ComposeMail, owed: OutboxMail): Promise<void> {
  const { id, attempts, template, fact } = owed;
  try {
    const mail = await compose(owed);
    if (mail) await deps.mail.send({ ...mail, id: idOf(owed) });
    await deps.outbox.settle(id, { state: mail ? 'sent' : 'void', at: deps.now(), ...unsealed(owed) });
  } catch (error) {
    const at = deps.now();
    const problem = problemOf(error);
    if (attempts >= mostAttempts) {
      deps.log.error({ template, fact, attempts, problem }, 'a mail is given up: it was refused too often');
      await deps.outbox.settle(id, { state: 'given_up', at, error: problem, ...unsealed(owed) });
      return;
    }
    deps.log.warn({ template, fact, attempts, problem }, 'a mail was not sent; it is tried again');
    const nextAttemptAt = new Date(at.getTime() + pauseAfter(attempts));
    await deps.outbox.settle(id, { state: 'waiting', at, nextAttemptAt, error: problem });
  }
}
