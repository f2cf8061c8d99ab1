/** Sends the e-mails in the outbox. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { hourMs, minuteMs } from '#shared/durations.ts';
import { type Mail, type Mailer, maxSendMs, refusesAddress } from './mailer.ts';
import type { OutboxIds, OutboxMail, OutboxOutcome, OutboxRepository } from './outbox.repository.ts';

/** Knows which addresses belong to accounts, and which of those mail servers have refused. Others never count. */
export interface RefusedAddresses {
  findRecipient: (email: string) => Promise<{ id: number; refusedSince: Date | null } | null>;
  /** `at` is null once the address works again. */
  setEmailRefused: (email: string, at: Date | null) => Promise<void>;
}

export interface SendOutboxDeps {
  outbox: Pick<OutboxRepository, 'claimDue' | 'settle'>;
  mail: Pick<Mailer, 'send'>;
  accounts: RefusedAddresses;
  log: Pick<Logger, 'warn' | 'error'>;
  now: () => Date;
}

/** Looks up an e-mail's content and recipient. Returns null if the e-mail is no longer relevant. */
export type ComposeMail = (owed: OutboxMail) => Promise<Mail | null>;

/**
 * Milliseconds for which a claimed e-mail is leased. Much longer than it takes to compose and send the e-mail and to
 * record the outcome.
 */
const leaseMs = 3 * minuteMs;
/** Milliseconds between attempts to record an outcome. */
const writingPauses = [100, 500, 2_000] as const;
const maxWaitMs = 6 * hourMs;
/** Maximum number of attempts per e-mail. With the pauses below, the last one is about 38 hours after the first. */
const maxAttempts = 15;
/** E-mails that one process sends in parallel. */
export const outboxWorkers = 8;
/** Workers reserved for urgent e-mails. */
const urgentWorkers = 2;

/** Returns the pause before the next attempt: one minute, doubling up to six hours. */
const pauseAfter = (attempts: number): number => Math.min(minuteMs * 2 ** (attempts - 1), maxWaitMs);

/**
 * Derives the local part of the Message-ID. It is the same for every attempt, so that e-mail clients recognize an
 * e-mail that was delivered twice.
 */
const idOf = ({ idempotencyKey, template }: OutboxMail): string =>
  createHash('sha256').update(`${template} ${idempotencyKey}`).digest('hex').slice(0, 40);

/**
 * Returns the IDs to keep, without the sealed data, which is no longer needed once the e-mail is settled. Returns an
 * empty object if there is no sealed data.
 */
function unsealed({ ids }: OutboxMail): { keep?: OutboxIds } {
  const { sealed, ...keep } = ids;
  return sealed === undefined ? {} : { keep };
}

/** Describes an error by codes only, because the text of a mail server's response may contain addresses. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : error.name;
  return 'responseCode' in error ? `${code} ${String(error.responseCode)}` : code;
}

export interface OutboxSender {
  /**
   * Claims due e-mails for the free workers and returns their number, without waiting until they are sent. Must not be
   * called again before it resolves.
   */
  takeUp: (stopped?: AbortSignal) => Promise<number>;
  /** Resolves when no e-mail is being sent. */
  settled: () => Promise<void>;
}

export interface OutboxSenderOptions {
  /** Called when a worker becomes free, so more e-mails can be claimed. */
  onFree?: () => void;
}

/**
 * Sends due e-mails, several in parallel. An e-mail that hangs blocks only its own worker, and some workers are
 * reserved for urgent e-mails. Several processes may send at once: each e-mail is claimed by one of them, and only that
 * process records the outcome.
 *
 * An e-mail is delivered at least once. If a process dies after the mail server has accepted the e-mail, or can't
 * record the outcome, the e-mail is sent again with the same Message-ID. An e-mail that the mail server refuses is
 * retried for about 38 hours. Then its state becomes `failed`, and an error is logged. If the server refuses the
 * address for good, the state becomes `suppressed` at once, as does that of every later e-mail to this address, except
 * those that their recipient has asked for and waits for.
 */
export function createOutboxSender(
  deps: SendOutboxDeps,
  compose: ComposeMail,
  { onFree = () => undefined }: OutboxSenderOptions = {},
): OutboxSender {
  const sending = new Set<Promise<void>>();

  async function send(owed: OutboxMail, leaseUntil: Date, stopped: AbortSignal | undefined): Promise<void> {
    const outcome = await sendOne(deps, compose, { owed, leaseUntil, stopped });
    if (outcome) await writeDown(deps, owed, outcome);
  }

  return {
    async takeUp(stopped) {
      let taken = 0;
      while (sending.size < outboxWorkers && !stopped?.aborted) {
        const now = deps.now();
        const leaseUntil = new Date(now.getTime() + leaseMs);
        const onlyUrgent = sending.size >= outboxWorkers - urgentWorkers;
        const owed = await deps.outbox.claimDue(now, leaseUntil, { onlyUrgent });
        if (!owed) break;
        taken += 1;
        const work = send(owed, leaseUntil, stopped).finally(() => {
          sending.delete(work);
          onFree();
        });
        sending.add(work);
      }
      return taken;
    },
    async settled() {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}

interface Claimed {
  owed: OutboxMail;
  leaseUntil: Date;
  stopped: AbortSignal | undefined;
}

/** Returns the outcome. Returns null to record nothing, so that the next process to claim the e-mail sends it. */
async function sendOne(
  deps: SendOutboxDeps,
  compose: ComposeMail,
  { owed, leaseUntil, stopped }: Claimed,
): Promise<OutboxOutcome | null> {
  const { attempts, template, idempotencyKey } = owed;
  let recipientId: number | null | undefined;
  try {
    const mail = await compose(owed);
    if (!mail) return { state: 'not_needed', at: deps.now(), ...unsealed(owed) };
    const recipient = await deps.accounts.findRecipient(mail.to);
    recipientId = recipient?.id ?? null;
    const wasRefused = recipient !== null && recipient.refusedSince !== null;
    // A user who has asked for an e-mail may have made the address work.
    if (wasRefused && !mail.isAwaited)
      return { state: 'suppressed', at: deps.now(), recipientId, ...unsealed(owed) };
    // Makes the e-mail due immediately, so that another process can send it.
    if (stopped?.aborted) return { state: 'waiting', at: deps.now(), nextAttemptAt: deps.now() };
    // Composing took too long, perhaps because this process was suspended. The lease could expire before the e-mail is
    // sent, and another process would then send it too.
    if (deps.now().getTime() + maxSendMs > leaseUntil.getTime()) {
      deps.log.warn(
        { template, idempotencyKey, attempts },
        'an e-mail took too long to compose; it will be retried',
      );
      return null;
    }
    const refusal = await sendTo(deps, { ...mail, id: idOf(owed) });
    if (refusal !== null)
      return { state: 'suppressed', at: deps.now(), error: refusal, recipientId, ...unsealed(owed) };
    if (wasRefused) await noteAccepted(deps, mail.to);
    return { state: 'sent', at: deps.now(), recipientId, ...unsealed(owed) };
  } catch (error) {
    const at = deps.now();
    const problem = problemOf(error);
    if (attempts >= maxAttempts) {
      deps.log.error(
        { template, idempotencyKey, attempts, problem },
        'an e-mail has failed: it was refused too often',
      );
      return { state: 'failed', at, error: problem, ...whose(recipientId), ...unsealed(owed) };
    }
    deps.log.warn(
      { template, idempotencyKey, attempts, problem },
      'an e-mail was not sent; it will be retried',
    );
    return {
      state: 'waiting',
      at,
      nextAttemptAt: new Date(at.getTime() + pauseAfter(attempts)),
      error: problem,
      ...whose(recipientId),
    };
  }
}

/** Undefined if the e-mail could not be composed, so that its recipient is unknown. */
const whose = (recipientId: number | null | undefined): Pick<OutboxOutcome, 'recipientId'> =>
  recipientId === undefined ? {} : { recipientId };

/**
 * Sends the e-mail and notes whether the mail server accepts the address. Returns the codes of the refusal if it
 * refuses the address for good, and null if it accepts the e-mail. Throws any other error.
 */
async function sendTo({ mail, accounts, now }: SendOutboxDeps, letter: Mail): Promise<string | null> {
  try {
    await mail.send(letter);
  } catch (error) {
    if (!refusesAddress(error)) throw error;
    await accounts.setEmailRefused(letter.to, now());
    return problemOf(error);
  }
  return null;
}

/** Notes that a refused address works again. The e-mail has been sent, so a failure is only logged. */
async function noteAccepted({ accounts, log }: SendOutboxDeps, email: string): Promise<void> {
  try {
    await accounts.setEmailRefused(email, null);
  } catch (error) {
    log.warn({ err: error }, 'an address that works again is still noted as refused');
  }
}

/**
 * Records the outcome, retrying if the database fails. If every retry fails, nothing is recorded, and the e-mail
 * becomes due again when its lease expires.
 */
async function writeDown(deps: SendOutboxDeps, owed: OutboxMail, outcome: OutboxOutcome): Promise<void> {
  const { attempts, template, idempotencyKey } = owed;
  const about = { template, idempotencyKey, attempts, state: outcome.state };
  for (const pause of [...writingPauses, null]) {
    try {
      // An earlier try may have written the outcome although its response was lost.
      if (!(await deps.outbox.settle(owed, outcome)))
        deps.log.warn(
          about,
          'the result of an e-mail is already recorded, or another process has taken it over',
        );
      return;
    } catch (error) {
      if (pause === null) {
        deps.log.error(
          { ...about, err: error },
          'the result of an e-mail could not be recorded; it will be sent again when its lease expires',
        );
        return;
      }
    }
    await wait(pause);
  }
}
