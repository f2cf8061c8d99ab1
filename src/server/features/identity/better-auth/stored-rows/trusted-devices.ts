/**
 * Devices on which the customer chose not to be asked for the second factor for 30 days, counted from the code that was
 * given (docs/decisions/0020-one-second-step-for-every-door.md). The trust of better-auth 1.7 is renewed by every sign-in,
 * and so never ends.
 */
import { randomBytes } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { daySeconds, secondMs } from '#shared/durations.ts';

const days = 30;
const cookie = { name: 'remembered_device', maxAgeSeconds: days * daySeconds } as const;

/**
 * Returns the row's value, which is more than the user id. Only a cookie's value is signed, not its name, so a browser
 * could otherwise present the cookie of a pending sign-in as this one, or the reverse.
 */
export const trustedDeviceOf = (userId: string | number) => `device:${userId}`;

const cookieOf = ({ context }: GenericEndpointContext) =>
  context.createAuthCookie(cookie.name, { maxAge: cookie.maxAgeSeconds });

/** Trusts this browser, for this account only. */
export async function trustDevice(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const { context } = ctx;
  const identifier = `device-${randomBytes(24).toString('base64url')}`;
  await context.internalAdapter.createVerificationValue({
    identifier,
    value: trustedDeviceOf(userId),
    expiresAt: new Date(Date.now() + cookie.maxAgeSeconds * secondMs),
  });
  const { name, attributes } = cookieOf(ctx);
  await ctx.setSignedCookie(name, identifier, context.secret, attributes);
}

/** Returns true if this browser is trusted for this account. */
export async function isTrustedDevice(ctx: GenericEndpointContext, userId: string): Promise<boolean> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(cookieOf(ctx).name, context.secret);
  if (!identifier) return false;
  const row = await context.internalAdapter.findVerificationValue(identifier);
  return row?.value === trustedDeviceOf(userId) && row.expiresAt > new Date();
}
