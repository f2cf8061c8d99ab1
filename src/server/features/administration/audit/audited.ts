/**
 * Carries out the acts of administrators. Every act goes through one of the two functions here, which check the table
 * of acts against what the database says now and write the audit log.
 */
import type { BoundDeps, Deps } from '#server/deps.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import type { AuditFacts } from '#shared/administration/audit.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { AuditSubject, NewAuditEntry } from './audit-log.repository.ts';

/** The administrator who acts, as the request identifies them. */
export interface AdministratorAtWork {
  userId: number;
  role: AdministratorRole;
  sessionId: number;
  /** When they last signed in or re-authenticated in this session. */
  reauthenticatedAt: Date | null;
  caller: { ipAddress: string | null; userAgent: string | null };
  requestId: string;
}

export interface AskedAct {
  act: Act;
  subject: AuditSubject;
  /** Null is accepted only for acts that only show something. */
  reason: string | null;
}

/** What an act has done: the result for the caller, and the facts for the audit log. */
export interface Performed<T> {
  result: T;
  before?: AuditFacts;
  after?: AuditFacts;
}

type AuditDeps = Pick<Deps, 'transaction' | 'auditLog' | 'log'>;

/** Thrown if the rules forbid the act to this administrator, as opposed to an act that fails. */
class ActRefused extends AppError {
  constructor(code: ErrorCode, message: string) {
    super(code, message);
    this.name = 'ActRefused';
  }
}

/**
 * Checks the act again, inside its transaction: the role or the session may have been taken away since the request
 * began, and only now is the account known that the act concerns. Locks both accounts, always in the same order.
 */
async function authorize(
  inside: Pick<BoundDeps, 'accounts' | 'sessions'>,
  actor: AdministratorAtWork,
  { act, subject, reason }: AskedAct,
): Promise<void> {
  const rule = ruleOf(act);
  if (reason === null && !rule.isReading) throw new AppError('invalid_input', 'an act needs a reason');
  const ids = [actor.userId, ...(subject.userId === null ? [] : [subject.userId])];
  const accounts = new Map<number, Awaited<ReturnType<typeof inside.accounts.lock>>>();
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) accounts.set(id, await inside.accounts.lock(id));
  const own = accounts.get(actor.userId);
  if (!own || !(await inside.sessions.holds(actor.sessionId, actor.userId)))
    throw new AppError('not_signed_in', 'the administrator’s session has ended');
  if (!includesRole(own.administratorRole, rule.role))
    throw new ActRefused('forbidden', 'the administrator’s role does not allow the act');
  if (subject.userId === null) return;
  if (subject.userId === actor.userId)
    throw new ActRefused('own_account', 'the account is the administrator’s own');
  const target = accounts.get(subject.userId);
  if (!target) throw new AppError('not_found', 'there is no such account');
  if (target.administratorRole === null) return;
  if (!rule.onAdministrators || own.administratorRole !== 'administrator')
    throw new ActRefused('administrators_account', 'the account is an administrator’s');
  if (!isRecentlyAuthenticated(actor.reauthenticatedAt, new Date()))
    throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
}

const entryOf = (actor: AdministratorAtWork, { act, subject, reason }: AskedAct) => ({
  actor: { userId: actor.userId, role: actor.role },
  ...{ act, subject, reason },
  requestId: actor.requestId,
  at: new Date(),
});

const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'internal');

/**
 * Writes an entry about an act that didn't happen or whose transaction was rolled back, in a transaction of its own. If
 * that fails too, the failure is only logged, because the caller needs the first error.
 */
async function addEntry(deps: AuditDeps, entry: NewAuditEntry): Promise<void> {
  try {
    await deps.auditLog.add(entry);
  } catch (error) {
    logFailure(
      deps.log,
      error,
      { act: entry.act, outcome: entry.outcome },
      'the audit log could not be written',
    );
  }
}

/**
 * Records an act that wasn't carried out. A missing re-authentication isn't recorded: it is a question that the page
 * answers before it asks again. If the account doesn't exist, the reason isn't stored, because nothing would erase it.
 */
async function recordNotDone(
  deps: AuditDeps,
  actor: AdministratorAtWork,
  asked: AskedAct,
  error: unknown,
): Promise<void> {
  const errorCode = codeOf(error);
  if (errorCode === 'confirmation_needed' || errorCode === 'not_signed_in') return;
  const outcome = error instanceof ActRefused ? 'refused' : 'failed';
  const reason = errorCode === 'not_found' ? null : asked.reason;
  await addEntry(deps, { ...entryOf(actor, asked), reason, outcome, errorCode });
}

/**
 * Carries out an act in one transaction with its entry in the audit log: neither is stored without the other. `work`
 * may run more than once, so it must have no effects outside the database.
 */
export async function audited<T>(
  deps: AuditDeps,
  actor: AdministratorAtWork,
  asked: AskedAct,
  work: (inside: BoundDeps) => Promise<Performed<T>>,
): Promise<T> {
  try {
    return await deps.transaction(async (inside) => {
      await authorize(inside, actor, asked);
      const { result, before, after } = await work(inside);
      const entry = { ...entryOf(actor, asked), before: before ?? null, after: after ?? null };
      await inside.auditLog.add({ ...entry, outcome: 'done' });
      return result;
    });
  } catch (error) {
    await recordNotDone(deps, actor, asked, error);
    throw error;
  }
}

/**
 * Carries out an act that can't be part of a transaction, because it calls Paddle or takes long. First an entry says
 * what is asked; without it, `work` isn't called. A second entry says what became of it.
 */
export async function auditedCall<T>(
  deps: AuditDeps,
  actor: AdministratorAtWork,
  asked: AskedAct,
  work: () => Promise<Performed<T>>,
): Promise<T> {
  let intentId: number;
  try {
    intentId = await deps.transaction(async (inside) => {
      await authorize(inside, actor, asked);
      return inside.auditLog.add({ ...entryOf(actor, asked), outcome: 'asked' });
    });
  } catch (error) {
    await recordNotDone(deps, actor, asked, error);
    throw error;
  }
  // The reason is in the entry of the intent. It isn't repeated, because the person may have been erased meanwhile.
  const outcomeOf = () => ({ ...entryOf(actor, asked), reason: null, intentId });
  let performed: Performed<T>;
  try {
    performed = await work();
  } catch (error) {
    await addEntry(deps, { ...outcomeOf(), outcome: 'failed', errorCode: codeOf(error) });
    throw error;
  }
  const { result, before, after } = performed;
  await addEntry(deps, { ...outcomeOf(), outcome: 'done', before: before ?? null, after: after ?? null });
  return result;
}

/**
 * Records an act that was refused before its input was read. `subject` is what the unread input seems to name.
 */
export const recordRefusal = (
  deps: AuditDeps,
  actor: AdministratorAtWork,
  { act, subject, code }: { act: Act; subject: AuditSubject | null; code: ErrorCode },
): Promise<void> =>
  addEntry(deps, {
    actor: { userId: actor.userId, role: actor.role },
    ...{ act, subject, reason: null, outcome: 'refused', errorCode: code },
    requestId: actor.requestId,
    at: new Date(),
  });
