/**
 * Manages trusted devices, on which the customer chose not to enter the second factor for 30 days. The days count from
 * the last code entered on the device (docs/decisions/0020-two-step-verification-at-every-sign-in.md). better-auth 1.7
 * renews the trust with every sign-in, so it would never end.
 */
import type { GenericEndpointContext } from 'better-auth';
import { daySeconds } from '#shared/durations.ts';
import { browserTicket } from './browser-ticket.ts';

const lastsSeconds = 30 * daySeconds;
const ticket = browserTicket({ cookieName: 'remembered_device', beginning: 'device-' });

/**
 * Returns the value stored for a trusted device. The prefix distinguishes it from a pending sign-in, whose value is
 * only the account's ID.
 */
export const trustedDeviceOf = (userId: string | number) => `device:${userId}`;

/** Trusts this browser, for this account only. */
export const trustDevice = (ctx: GenericEndpointContext, userId: string): Promise<void> =>
  ticket.give(ctx, trustedDeviceOf(userId), lastsSeconds);

/** Returns true if this browser is trusted for this account. */
export const isTrustedDevice = async (ctx: GenericEndpointContext, userId: string): Promise<boolean> =>
  (await ticket.find(ctx))?.value === trustedDeviceOf(userId);
