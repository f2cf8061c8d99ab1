/**
 * Manages the challenge that a browser's passkey has to sign. A browser has one challenge at a time, the newest that
 * any of its tabs requested. The challenge is valid for five minutes and can be used once (WebAuthn, section 13.4.3).
 */

import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { browserTicket } from '#server/features/identity/better-auth/stored-rows/browser-ticket.ts';
import { parsed } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';

const ticket = browserTicket({ cookieName: 'passkey_challenge', beginning: 'passkey-' });
const lastsSeconds = 300;

/** A passkey registration or a use of a passkey that is in progress. */
const Ceremony = z.object({
  type: z.enum(['authentication', 'registration']),
  challenge: z.string(),
  /** The user who is registering a passkey; null when an existing passkey is being used. */
  userId: z.string().nullable(),
});
type Ceremony = z.infer<typeof Ceremony>;

const ClientData = z.object({ challenge: z.string() });

/** Stores a new challenge for this browser, replacing any earlier one. */
export const giveChallenge = (ctx: GenericEndpointContext, ceremony: Ceremony): Promise<void> =>
  ticket.give(ctx, JSON.stringify(ceremony), lastsSeconds);

/**
 * Consumes the challenge that a passkey has signed. Throws if it isn't this browser's current challenge, because it has
 * expired or another tab has requested a newer one, which then stays valid. If the same signature is sent several times
 * at once, only one request succeeds.
 */
export async function takeChallenge(
  ctx: GenericEndpointContext,
  type: Ceremony['type'],
  { clientDataJSON }: { clientDataJSON: string },
): Promise<Ceremony> {
  const kept = await ticket.find(ctx);
  const ceremony = kept && parsed(Ceremony, kept.value);
  const signed = parsed(ClientData, Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
  const isNewest = ceremony?.type === type && ceremony.challenge === signed?.challenge;
  if (!kept || !isNewest || !(await ticket.use(ctx, kept)))
    throw refusal('BAD_REQUEST', 'CHALLENGE_NOT_FOUND');
  return ceremony;
}
