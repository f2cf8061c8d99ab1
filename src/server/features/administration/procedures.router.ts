/** The two base procedures of administration. They determine who may call a procedure that is built on them. */
import type { BoundDeps } from '#server/deps.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { done } from '#server/platform/trpc/done.ts';
import { middleware, ownAccountProcedure } from '#server/platform/trpc/procedures.ts';
import { type Act, type ActOnCustomer, CustomerChoice } from '#shared/administration/acts.ts';
import { admitted, refusal, refusalInView, refusalOf } from './audit/admission.ts';
import type { AuditSubject } from './audit/audit-log.repository.ts';
import { type AskedAct, audited, auditedCall, type Performed } from './audit/audited.ts';

const actOfProcedure = new WeakMap<object, Act>();

/** Returns the act that a procedure carries out; null if it is not built on `administrationProcedure`. */
export const actOf = (middlewares: readonly object[]): Act | null =>
  middlewares.map((each) => actOfProcedure.get(each)).find((act) => act !== undefined) ?? null;

/**
 * For administrators of any role who signed in with a second factor. Procedures that are built on it may only read, and
 * nothing that viewers must not see: keys, the personal data in payloads, security logs.
 */
export const viewProcedure = ownAccountProcedure.use(({ ctx, next }) => {
  const code = refusalInView(ctx) ?? refusalOf(ctx.account, ctx.session, 'viewer');
  if (code) throw refusal(code);
  return next();
});

/** The customer that an unread input seems to name, for the audit log. */
function subjectIn(input: unknown): AuditSubject | null {
  const named = CustomerChoice.safeParse(input);
  return named.success ? accountSubject(named.data.customerId) : null;
}

/**
 * For administrators whose role allows the act, with a second factor and, if the table of acts says so, a recent
 * re-authentication. Refusals are in the audit log. The procedure must carry out the act with `ctx.act` or
 * `ctx.actByCall`, which also check the account that the act concerns; a procedure that succeeds without calling either
 * fails.
 */
export function administrationProcedure(act: Act) {
  const admit = middleware(async ({ ctx, next, getRawInput }) => {
    const { deps } = ctx;
    const administrator = await admitted(deps, ctx, {
      act,
      subjectOf: async () => subjectIn(await getRawInput()),
    });
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
        /**
         * Like `act`, for the usual case: the input names the customer and the reason, and the caller only learns that
         * it is done. `thing` is what the act concerns if it isn't the account.
         */
        actOnCustomer: async (
          { customerId, reason }: ActOnCustomer,
          work: (inside: BoundDeps) => Promise<Performed<unknown>>,
          thing?: AuditSubject,
        ) => {
          const subject = thing ?? accountSubject(customerId);
          await audited(deps, administrator, asked({ subject, reason }), work);
          return done;
        },
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
