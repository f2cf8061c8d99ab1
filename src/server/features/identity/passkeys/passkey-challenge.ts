/**
 * The challenge that a browser's passkey has to sign. A browser has one at a time, the newest requested by any of its
 * tabs, for five minutes, and it works once (WebAuthn, section 13.4.3).
 */

import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { browserTicket } from '#server/features/identity/better-auth/stored-rows/browser-ticket.ts';
import { parsed } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';

const ticket = browserTicket({ cookieName: 'passkey_challenge', beginning: 'passkey-' });
const lastsSeconds = 300;

/** A use or a registration that is under way. */
const Ceremony = z.object({
  type: z.enum(['authentication', 'registration']),
  challenge: z.string(),
  /** Whose passkey is to be registered; null for a use. */
  userId: z.string().nullable(),
});
type Ceremony = z.infer<typeof Ceremony>;

const ClientData = z.object({ challenge: z.string() });

/** Gives this browser a challenge, in place of an earlier one. */
export const giveChallenge = (ctx: GenericEndpointContext, ceremony: Ceremony): Promise<void> =>
  ticket.give(ctx, JSON.stringify(ceremony), lastsSeconds);

/**
 * Consumes the challenge that an answer has signed. Throws where that is not the one this browser has now: it is too old,
 * or another tab has asked since, whose challenge stays valid. Of several answers at once only one gets it.
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
