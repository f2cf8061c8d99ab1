/** A sign-in that waits for its second factor: the first factor was right, there is no session yet. */
import type { GenericEndpointContext } from 'better-auth';
import { expireCookie } from 'better-auth/cookies';

/** better-auth's name of the cookie. */
const cookieName = 'two_factor';
/** The prefix that better-auth gives to the identifier. */
const beginning = '2fa-';

interface PendingSignIn {
  identifier: string;
  userId: string;
}

/** The pending sign-in of this browser; null where there is none or it has expired. */
export async function pendingSignIn(ctx: GenericEndpointContext): Promise<PendingSignIn | null> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(context.createAuthCookie(cookieName).name, context.secret);
  // The signature covers the value, not the name of the cookie: the value of another cookie is not accepted.
  if (typeof identifier !== 'string' || !identifier.startsWith(beginning)) return null;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row && row.expiresAt > new Date() ? { identifier, userId: row.value } : null;
}

/** Consumes the pending sign-in: of several callers at once one gets true, and may start the session. */
export async function endPendingSignIn(
  ctx: GenericEndpointContext,
  { identifier, userId }: PendingSignIn,
): Promise<boolean> {
  const ended = await ctx.context.internalAdapter.consumeVerificationValue(identifier);
  expireCookie(ctx, ctx.context.createAuthCookie(cookieName));
  return ended?.value === userId;
}
