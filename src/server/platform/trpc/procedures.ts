/** Sets up tRPC. The base procedure from which a procedure is built determines who may call it. */
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { AppError, errorTable } from '#shared/errors.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';
import type { BrowserSession, Context } from './context.ts';
import { failureData } from './failures.ts';
import { readInput } from './read-input.ts';

const t = initTRPC.context<Context>().create({
  // Outputs may contain anything that superjson supports; inputs go through the stricter `readInput`.
  transformer: { input: { serialize: superjson.serialize, deserialize: readInput }, output: superjson },
  errorFormatter: ({ shape, error, ctx }) => failureData(shape.code, error, ctx?.requestId ?? null),
});

export const router = t.router;

/** Builds middleware to put between a base procedure and its handler, such as `limited`. */
export const middleware = t.middleware;

/**
 * Converts application errors to tRPC errors, for all procedures. The original error is kept as the cause, for the log.
 */
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

/** Returns the user, session and client that called a procedure, for the security log. */
export const actorOf = ({
  account,
  session,
  caller,
}: {
  account: Pick<AccountView, 'id'>;
  session: Pick<BrowserSession, 'id'>;
  caller: Context['caller'];
}) => ({ userId: account.id, sessionId: session.id, caller });

/**
 * Answers requests of a view as for the customer, and only those that the view allows. Its answers lack what the view
 * doesn't show.
 */
const asViewed = t.middleware(async ({ ctx, path, next }) => {
  const { viewing } = ctx;
  if (viewing === null) return next();
  if (viewing === 'over') throw new AppError('view_ended', 'the view is not valid, or no longer');
  if (!viewing.allows(path)) throw new AppError('view_only', 'the view does not allow the procedure');
  const result = await next({ ctx: { account: viewing.account, session: viewing.session } });
  return result.ok ? { ...result, data: viewing.shown(path, result.data) } : result;
});

const signedIn = t.middleware(({ ctx, next }) => {
  const { account, session } = ctx;
  if (!account || !session) throw new AppError('not_signed_in', 'no session');
  if (ctx.showsAnother) throw new AppError('account_changed', 'the page belongs to another account');
  if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
  return next({ ctx: { account, session } });
});

/** For everyone. `ctx.account` is null for signed-out visitors. */
export const publicProcedure = t.procedure.use(speakTrpc).use(asViewed);

/** For signed-in customers with a confirmed e-mail address. The page must have been loaded for the same account. */
export const customerProcedure = publicProcedure.use(signedIn);

/** Like `customerProcedure`, but `ctx.account` is the administrator's even in a view, which the caller must check. */
export const ownAccountProcedure = t.procedure.use(speakTrpc).use(signedIn);

/** For customers who re-authenticated recently. Protects sensitive actions if a browser was left signed in. */
export const recentlyAuthenticatedProcedure = customerProcedure.use(({ ctx, next }) => {
  if (!isRecentlyAuthenticated(ctx.session.reauthenticatedAt, new Date()))
    throw new AppError('confirmation_needed', 'the last confirmation was too long ago');
  return next({ ctx });
});
