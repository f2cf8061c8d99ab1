/** A sign-in that waits for its second factor: the password was right, there is no session yet. */
import type { GenericEndpointContext } from 'better-auth';
import { expireCookie } from 'better-auth/cookies';

/** better-auth's name of the cookie that carries it. */
const cookieName = 'two_factor';
/** How better-auth begins what it names such a sign-in. */
const beginning = '2fa-';

interface PendingSignIn {
  identifier: string;
  userId: string;
}

/** Whose sign-in waits in this browser; null when none does, or when it has waited too long. */
export async function pendingSignIn(ctx: GenericEndpointContext): Promise<PendingSignIn | null> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(context.createAuthCookie(cookieName).name, context.secret);
  // The signature is of the value, not of the cookie's name: what another cookie holds is not this.
  if (typeof identifier !== 'string' || !identifier.startsWith(beginning)) return null;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row && row.expiresAt > new Date() ? { identifier, userId: row.value } : null;
}

/** Takes the wait for itself: of any number of callers, one gets true, and may begin the session. */
export async function endPendingSignIn(
  ctx: GenericEndpointContext,
  { identifier, userId }: PendingSignIn,
): Promise<boolean> {
  const ended = await ctx.context.internalAdapter.consumeVerificationValue(identifier);
  expireCookie(ctx, ctx.context.createAuthCookie(cookieName));
  return ended?.value === userId;
}
