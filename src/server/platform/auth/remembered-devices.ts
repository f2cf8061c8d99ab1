/**
 * Browsers in which somebody asked not to be asked for their second factor for 30 days. They count from the code that
 * was given: better-auth's own trust would begin anew with every sign-in, and so never end.
 */
import { randomBytes } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';

const days = 30;
const cookie = { name: 'remembered_device', maxAgeSeconds: days * 24 * 3_600 } as const;

const cookieOf = ({ context }: GenericEndpointContext) =>
  context.createAuthCookie(cookie.name, { maxAge: cookie.maxAgeSeconds });

/** Remembers this browser for this person, and no other one. */
export async function rememberDevice(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const { context } = ctx;
  const identifier = `device-${randomBytes(24).toString('base64url')}`;
  // The value is the person, as with every verification: a password reset drops them all.
  await context.internalAdapter.createVerificationValue({
    identifier,
    value: userId,
    expiresAt: new Date(Date.now() + cookie.maxAgeSeconds * 1_000),
  });
  const { name, attributes } = cookieOf(ctx);
  await ctx.setSignedCookie(name, identifier, context.secret, attributes);
}

/** Whether this browser is remembered for this person. */
export async function isRememberedDevice(ctx: GenericEndpointContext, userId: string): Promise<boolean> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(cookieOf(ctx).name, context.secret);
  if (!identifier) return false;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row?.value === userId && row.expiresAt > new Date();
}

/** Forgets every device of this person, and every sign-in of theirs that waits. */
export async function forgetDevices(ctx: GenericEndpointContext, userId: string): Promise<void> {
  await ctx.context.adapter.deleteMany({
    model: 'verification',
    where: [{ field: 'value', value: userId }],
  });
}
