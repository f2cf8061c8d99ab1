/** tRPC is set up here once. Authorisation is the procedure one starts from. */
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { isConfirmed } from '#shared/account-security.ts';
import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts';
import { isDatabaseUnreachable } from '../database/connection.ts';
import { isLostRace } from '../database/transactions.ts';
import type { Context } from './context.ts';
import { readInput } from './read-input.ts';

/** What the client learns of a failure: a place in the error table, never the message or the stack of ours. */
export function codeOfFailure(error: TRPCError): ErrorCode {
  const { cause } = error;
  if (cause instanceof AppError) return cause.code;
  if (isDatabaseUnreachable(error) || isLostRace(cause)) return 'service_unavailable';
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'internal';
  const known = Object.entries(errorTable).find(([, row]) => row.trpc === error.code)?.[0];
  return (known as ErrorCode | undefined) ?? (error.code === 'PARSE_ERROR' ? 'invalid_input' : 'not_found');
}

/** How long whoever is refused has to wait, where that is known. */
export const waitOf = ({ cause }: TRPCError): number | null =>
  cause instanceof AppError ? (cause.retryAfterSeconds ?? null) : null;

const t = initTRPC.context<Context>().create({
  // What goes out may be anything superjson knows; what comes in is read with care.
  transformer: { input: { serialize: superjson.serialize, deserialize: readInput }, output: superjson },
  errorFormatter({ shape, error, ctx }) {
    const appCode = codeOfFailure(error);
    const issues =
      error.code === 'BAD_REQUEST' && error.cause instanceof ZodError
        ? error.cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
        : [];
    return {
      code: shape.code,
      message: errorTable[appCode].title,
      data: {
        code: errorTable[appCode].trpc,
        httpStatus: errorTable[appCode].http,
        appCode,
        issues,
        requestId: ctx?.requestId ?? null,
        // Beside the header: several procedures answer in one response.
        retryAfterSeconds: waitOf(error),
      },
    };
  },
});

export const router = t.router;

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

/** Anybody. `ctx.account` is null for who is not signed in. */
export const publicProcedure = t.procedure.use(speakTrpc);

/** A signed-in customer with a confirmed address. */
export const customerProcedure = publicProcedure.use(({ ctx, next }) => {
  const { account, session } = ctx;
  if (!account || !session) throw new AppError('not_signed_in', 'no session');
  if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
  return next({ ctx: { ...ctx, account, session } });
});

/** A customer who has shown a moment ago who they are: for what must not be done from a browser left open. */
export const confirmedProcedure = customerProcedure.use(({ ctx, next }) => {
  if (!isConfirmed(ctx.session.confirmedAt, new Date()))
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
