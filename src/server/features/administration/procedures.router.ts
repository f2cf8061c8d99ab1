/** The two base procedures of administration. They determine who may call a procedure that is built on them. */
import { z } from 'zod';
import type { BoundDeps } from '#server/deps.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import type { Context } from '#server/platform/trpc/context.ts';
import { middleware, ownAccountProcedure } from '#server/platform/trpc/procedures.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { type Act, ruleOf } from '#shared/administration/acts.ts';
import { type AdministratorRole, includesRole } from '#shared/administration/roles.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { AuditSubject } from './audit/audit-log.repository.ts';
import {
  type AdministratorAtWork,
  type AskedAct,
  audited,
  auditedCall,
  type Performed,
  recordRefusal,
} from './audit/audited.ts';

const actOfProcedure = new WeakMap<object, Act>();

/** Returns the act that a procedure carries out; null if it is not built on `administrationProcedure`. */
export const actOf = (middlewares: readonly object[]): Act | null =>
  middlewares.map((each) => actOfProcedure.get(each)).find((act) => act !== undefined) ?? null;

/** Why someone with this role and session may not use administration at all; null if they may. */
function refusalOf(
  { administratorRole }: Pick<AccountView, 'administratorRole'>,
  { hasSecondFactor }: { hasSecondFactor: boolean },
  minimum: AdministratorRole,
): ErrorCode | null {
  if (!includesRole(administratorRole, minimum)) return 'forbidden';
  // OWASP ASVS 5.0, 6.3.3
  return hasSecondFactor ? null : 'second_factor_needed';
}

/** Administration is no part of a view, even of a valid one. */
const refusalInView = ({ viewing }: Pick<Context, 'viewing'>): ErrorCode | null =>
  viewing === null ? null : viewing === 'over' ? 'view_ended' : 'view_only';

const because: Partial<Record<ErrorCode, string>> = {
  forbidden: 'the role of the account does not allow this',
  second_factor_needed: 'the administrator has not turned on two-step verification',
};

/**
 * For administrators of any role who signed in with a second factor. Procedures that are built on it may only read, and
 * nothing that viewers must not see: keys, the personal data in payloads, security logs.
 */
export const viewProcedure = ownAccountProcedure.use(({ ctx, next }) => {
  const inView = refusalInView(ctx);
  if (inView) throw new AppError(inView, 'the request belongs to a view');
  const code = refusalOf(ctx.account, ctx.session, 'viewer');
  if (code) throw new AppError(code, because[code] ?? code);
  return next();
});

/** The customer that an unread input seems to name, for the audit log. */
function subjectIn(input: unknown): AuditSubject | null {
  const named = z.object({ customerId: z.int().positive() }).safeParse(input);
  return named.success ? accountSubject(named.data.customerId) : null;
}

/**
 * For administrators whose role allows the act, with a second factor and, if the table of acts says so, a recent
 * re-authentication. Refusals are in the audit log. The procedure must carry out the act with `ctx.act` or
 * `ctx.actByCall`, which also check the account that the act concerns; a procedure that succeeds without calling either
 * fails.
 */
export function administrationProcedure(act: Act) {
  const rule = ruleOf(act);
  const admit = middleware(async ({ ctx, next, getRawInput }) => {
    const { account, session, deps } = ctx;
    if (!account || !session) throw new AppError('not_signed_in', 'no session');
    const { administratorRole: role } = account;
    if (role === null) throw new AppError('forbidden', 'the customer is not an administrator');
    const administrator: AdministratorAtWork = {
      ...{ userId: account.id, role, sessionId: session.id },
      reauthenticatedAt: session.reauthenticatedAt,
      ...{ caller: ctx.caller, requestId: ctx.requestId },
    };
    const code = refusalInView(ctx) ?? refusalOf(account, session, rule.role);
    if (code) {
      await recordRefusal(deps, administrator, { act, subject: subjectIn(await getRawInput()), code });
      throw new AppError(code, because[code] ?? code);
    }
    if (rule.needsProof && !isRecentlyAuthenticated(session.reauthenticatedAt, new Date()))
      throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
    let isAudited = false;
    const asked = (given: Omit<AskedAct, 'act'>): AskedAct => {
      isAudited = true;
      return { act, ...given };
    };
    const result = await next({
      ctx: {
        administrator,
        /** Carries out the act in one transaction with its entry in the audit log. */
        act: <T>(given: Omit<AskedAct, 'act'>, work: (inside: BoundDeps) => Promise<Performed<T>>) =>
          audited(deps, administrator, asked(given), work),
        /** Carries out an act that calls Paddle or takes long. Its entry in the audit log is written before. */
        actByCall: <T>(given: Omit<AskedAct, 'act'>, work: () => Promise<Performed<T>>) =>
          auditedCall(deps, administrator, asked(given), work),
      },
    });
    if (result.ok && !isAudited) throw new Error(`${act} was carried out without the audit log`);
    return result;
  });
  for (const each of admit._middlewares) actOfProcedure.set(each, act);
  return ownAccountProcedure.use(admit).use(limited('administration'));
}

/** The subject of an act on an account. */
export const accountSubject = (customerId: number): AuditSubject => ({
  kind: 'account',
  id: customerId,
  userId: customerId,
});
