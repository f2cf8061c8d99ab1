/**
 * Manages devices on which the customer chose not to be asked for the second factor for 30 days, counted from the last
 * code entered there (docs/decisions/0020-one-second-step-for-every-door.md). better-auth 1.7 renews its trust with
 * every sign-in, so it never ends.
 */
import type { GenericEndpointContext } from 'better-auth';
import { daySeconds } from '#shared/durations.ts';
import { browserTicket } from './browser-ticket.ts';

const lastsSeconds = 30 * daySeconds;
const ticket = browserTicket({ cookieName: 'remembered_device', beginning: 'device-' });

/** The row's value. More than the account's id, which is the value of a pending sign-in. */
export const trustedDeviceOf = (userId: string | number) => `device:${userId}`;

/** Trusts this browser, for this account only. */
export const trustDevice = (ctx: GenericEndpointContext, userId: string): Promise<void> =>
  ticket.give(ctx, trustedDeviceOf(userId), lastsSeconds);

/** Returns true if this browser is trusted for this account. */
export const isTrustedDevice = async (ctx: GenericEndpointContext, userId: string): Promise<boolean> =>
  (await ticket.find(ctx))?.value === trustedDeviceOf(userId);
