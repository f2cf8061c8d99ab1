/** Handles sign-ins that passed the first factor and wait for the second. There is no session yet. */
import type { GenericEndpointContext } from 'better-auth';
import { expireCookie } from 'better-auth/cookies';

/** The cookie's name in better-auth. */
const cookieName = 'two_factor';
/** The prefix better-auth gives to the identifier. */
const beginning = '2fa-';

interface PendingSignIn {
  identifier: string;
  userId: string;
}

/** Returns the pending sign-in of this browser; null if there is none or it has expired. */
export async function pendingSignIn(ctx: GenericEndpointContext): Promise<PendingSignIn | null> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(context.createAuthCookie(cookieName).name, context.secret);
  // Only a cookie's value is signed, not its name. The prefix keeps the value of another cookie from being accepted
  // here.
  if (typeof identifier !== 'string' || !identifier.startsWith(beginning)) return null;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row && row.expiresAt > new Date() ? { identifier, userId: row.value } : null;
}

/** Consumes the pending sign-in. Of several concurrent callers only one gets true and may start the session. */
export async function endPendingSignIn(
  ctx: GenericEndpointContext,
  { identifier, userId }: PendingSignIn,
): Promise<boolean> {
  const ended = await ctx.context.internalAdapter.consumeVerificationValue(identifier);
  expireCookie(ctx, ctx.context.createAuthCookie(cookieName));
  return ended?.value === userId;
}
