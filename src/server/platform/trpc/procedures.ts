/** tRPC is set up here once. Authorisation is the procedure one starts from. */
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { isDatabaseUnreachable } from '#server/platform/database/connection.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { AppError, errorTable } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { BrowserSession, Context } from './context.ts';
import { failureData } from './failures.ts';
import { readInput } from './read-input.ts';

const t = initTRPC.context<Context>().create({
  // What goes out may be anything superjson knows; what comes in is read with care.
  transformer: { input: { serialize: superjson.serialize, deserialize: readInput }, output: superjson },
  errorFormatter: ({ shape, error, ctx }) => failureData(shape.code, error, ctx?.requestId ?? null),
});

export const router = t.router;

/** For what stands between a base procedure and its work (`limited`). */
export const middleware = t.middleware;

/** Turns our failures into tRPC's, once, for every procedure. The cause goes along for the log. */
const speakTrpc = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof AppError)
    throw new TRPCError({ code: errorTable[cause.code].trpc, message: cause.message, cause });
  if (isDatabaseUnreachable(cause)) {
    throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'the database cannot be reached', cause });
  }
  return result;
});

/** Who calls a procedure for customers, and from where: for the security log. */
export const actorOf = ({
  account,
  session,
  caller,
}: {
  account: Pick<AccountView, 'id'>;
  session: Pick<BrowserSession, 'id'>;
  caller: Context['caller'];
}) => ({ userId: account.id, sessionId: session.id, caller });

/** Anybody. `ctx.account` is null for who is not signed in. */
export const publicProcedure = t.procedure.use(speakTrpc);

/** A signed-in customer with a confirmed address, whose own pages ask. */
export const customerProcedure = publicProcedure.use(({ ctx, next }) => {
  const { account, session } = ctx;
  if (!account || !session) throw new AppError('not_signed_in', 'no session');
  if (ctx.showsAnother) throw new AppError('account_changed', 'the pages are of another account');
  if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
  return next({ ctx: { account, session } });
});

/** A customer who has shown a moment ago who they are: for what must not be done from a browser left open. */
export const recentlyAuthenticatedProcedure = customerProcedure.use(({ ctx, next }) => {
  if (!isRecentlyAuthenticated(ctx.session.reauthenticatedAt, new Date()))
    throw new AppError('confirmation_needed', 'the last confirmation is too long ago');
  return next({ ctx });
});

/**
 * An administrator of this portal, who has shown a second factor (OWASP ASVS 5.0, 6.3.3).
 * @public no procedure starts from it yet
 */
export const adminProcedure = customerProcedure.use(({ ctx, next }) => {
  if (!ctx.account.isAdministrator) throw new AppError('forbidden', 'not an administrator');
  if (!ctx.session.hasSecondFactor)
    throw new AppError('second_factor_needed', 'an administrator without a second factor');
  return next({ ctx });
});
