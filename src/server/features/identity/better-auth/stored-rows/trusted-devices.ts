/**
 * Browsers in which somebody asked not to be asked for their second factor for 30 days. They count from the code that
 * was given: better-auth's own trust would begin anew with every sign-in, and so never end.
 */
import { randomBytes } from 'node:crypto';
import { getCurrentAdapter } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';

const days = 30;
const cookie = { name: 'remembered_device', maxAgeSeconds: days * 24 * 3_600 } as const;

/**
 * What the row says: more than whose it is. Only a cookie's value is signed, not its name, so a browser may show the
 * cookie of a sign-in that waits in this one's place, and this one in its.
 */
export const trustedDeviceOf = (userId: string | number) => `device:${userId}`;

const cookieOf = ({ context }: GenericEndpointContext) =>
  context.createAuthCookie(cookie.name, { maxAge: cookie.maxAgeSeconds });

/** Remembers this browser for this person, and no other one. */
export async function trustDevice(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const { context } = ctx;
  const identifier = `device-${randomBytes(24).toString('base64url')}`;
  await context.internalAdapter.createVerificationValue({
    identifier,
    value: trustedDeviceOf(userId),
    expiresAt: new Date(Date.now() + cookie.maxAgeSeconds * 1_000),
  });
  const { name, attributes } = cookieOf(ctx);
  await ctx.setSignedCookie(name, identifier, context.secret, attributes);
}

/** Whether this browser is remembered for this person. */
export async function isTrustedDevice(ctx: GenericEndpointContext, userId: string): Promise<boolean> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(cookieOf(ctx).name, context.secret);
  if (!identifier) return false;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row?.value === trustedDeviceOf(userId) && row.expiresAt > new Date();
}

/** Forgets every device of this person, every sign-in of theirs that waits, and every link to a new password. */
export async function revokeTrustedDevices(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const adapter = await getCurrentAdapter(ctx.context.adapter);
  for (const value of [userId, trustedDeviceOf(userId)])
    await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value }] });
}
