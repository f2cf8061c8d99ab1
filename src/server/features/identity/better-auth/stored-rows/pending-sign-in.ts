/**
 * Handles sign-ins that passed the first factor and wait for the second. There is no session yet: better-auth's two-factor
 * plugin has given the browser a ticket whose row has the account's id as its value.
 */
import type { GenericEndpointContext } from 'better-auth';
import { browserTicket } from './browser-ticket.ts';

/** As better-auth names both. */
const ticket = browserTicket({ cookieName: 'two_factor', beginning: '2fa-' });

interface PendingSignIn {
  identifier: string;
  userId: string;
}

/** Returns the pending sign-in of this browser; null if there is none or it has expired. */
export async function pendingSignIn(ctx: GenericEndpointContext): Promise<PendingSignIn | null> {
  const kept = await ticket.find(ctx);
  return kept && { identifier: kept.identifier, userId: kept.value };
}

/** Consumes the pending sign-in. Of several concurrent callers only one gets true and may start the session. */
export const endPendingSignIn = (ctx: GenericEndpointContext, pending: PendingSignIn): Promise<boolean> =>
  ticket.use(ctx, pending);
