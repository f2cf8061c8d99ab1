/** Decides, before any input is read, who may use administration and who may carry out an act. */
import type { Deps } from '#server/deps.ts';
import type { BrowserSession, Context } from '#server/platform/trpc/context.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { AuditSubject } from './audit-log.repository.ts';
import { type AdministratorAtWork, recordRefusal } from './audited.ts';

/** A request, as far as it says who asks. */
export interface Asking extends Pick<Context, 'account' | 'viewing' | 'caller' | 'requestId'> {
  session: Pick<BrowserSession, 'id' | 'reauthenticatedAt' | 'hasSecondFactor'> | null;
}

/** Returns why someone with this role and session may not use administration at all; null if they may. */
export function refusalOf(
  { administratorRole }: Pick<AccountView, 'administratorRole'>,
  { hasSecondFactor }: { hasSecondFactor: boolean },
  minimum: AdministratorRole,
): ErrorCode | null {
  if (!includesRole(administratorRole, minimum)) return 'forbidden';
  // OWASP ASVS 5.0, 6.3.3
  return hasSecondFactor ? null : 'second_factor_needed';
}

/** Administration is no part of a view, even of a valid one. */
export const refusalInView = ({ viewing }: Pick<Context, 'viewing'>): ErrorCode | null =>
  viewing === null ? null : viewing === 'over' ? 'view_ended' : 'view_only';

const because: Partial<Record<ErrorCode, string>> = {
  forbidden: 'the role of the account does not allow this',
  second_factor_needed: 'the administrator has not turned on two-step verification',
  view_only: 'the request belongs to a view',
  view_ended: 'the request belongs to a view that is over',
};

export const refusal = (code: ErrorCode): AppError => new AppError(code, because[code] ?? code);

/**
 * Returns the administrator if their role and session allow the act. Throws otherwise; refusals of an administrator are
 * in the audit log.
 */
export async function admitted(
  deps: Pick<Deps, 'auditLog' | 'log' | 'transaction'>,
  asking: Asking,
  { act, subjectOf }: { act: Act; subjectOf: () => Promise<AuditSubject | null> },
): Promise<AdministratorAtWork> {
  const rule = ruleOf(act);
  const { account, session } = asking;
  if (!account || !session) throw new AppError('not_signed_in', 'no session');
  const { administratorRole: role } = account;
  if (role === null) throw new AppError('forbidden', 'the customer is not an administrator');
  const administrator: AdministratorAtWork = {
    ...{ userId: account.id, role, sessionId: session.id },
    reauthenticatedAt: session.reauthenticatedAt,
    ...{ caller: asking.caller, requestId: asking.requestId },
  };
  const code = refusalInView(asking) ?? refusalOf(account, session, rule.role);
  if (code) {
    await recordRefusal(deps, administrator, { act, subject: await subjectOf(), code });
    throw refusal(code);
  }
  if (rule.needsProof && !isRecentlyAuthenticated(session.reauthenticatedAt, new Date()))
    throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
  return administrator;
}
