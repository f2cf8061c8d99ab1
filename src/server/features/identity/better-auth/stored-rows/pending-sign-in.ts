/**
 * Handles sign-ins that passed the first factor and wait for the second. No session exists yet. Instead, better-auth's
 * two-factor plugin has given the browser a ticket, whose row contains the account's ID.
 */
import type { GenericEndpointContext } from 'better-auth';
import { browserTicket } from './browser-ticket.ts';

/** Uses the same cookie name and row name prefix as better-auth. */
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

/**
 * Consumes the pending sign-in. If several callers do so at the same time, only one of them gets true and may start the
 * session.
 */
export const endPendingSignIn = (ctx: GenericEndpointContext, pending: PendingSignIn): Promise<boolean> =>
  ticket.use(ctx, pending);
