/**
 * Checks and consumes the challenge a browser was given for its passkey. A browser has one at a time, the newest
 * requested by any of its tabs (WebAuthn, section 13.4.3). The stock plugin consumes the newest challenge even if an
 * older one was answered.
 */

import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { parsed } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';

/** Carries the challenge of a ceremony that is under way. */
export const challengeCookie = 'passkey_challenge';

/** What the plugin keeps of a ceremony that is under way. */
const Ceremony = z.object({
  type: z.enum(['authentication', 'registration']),
  expectedChallenge: z.string(),
});
type Purpose = z.infer<typeof Ceremony>['type'];
const ClientData = z.object({ challenge: z.string() });

/** Returns the challenge a passkey has signed; null if the response is malformed. */
function answeredChallenge(response: unknown): string | null {
  const given = z.object({ response: z.object({ clientDataJSON: z.string() }) }).safeParse(response);
  if (!given.success) return null;
  const text = Buffer.from(given.data.response.clientDataJSON, 'base64url').toString('utf8');
  return parsed(ClientData, text)?.challenge ?? null;
}

/**
 * Throws where an answer is not to the challenge that this browser has now: it is too old, or another tab has asked
 * since. That tab's challenge stays valid, and the late one can ask again.
 */
export async function assertNewestChallenge(
  ctx: GenericEndpointContext,
  response: unknown,
  purpose: Purpose = 'authentication',
): Promise<void> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(
    context.createAuthCookie(challengeCookie).name,
    context.secret,
  );
  const row = identifier ? await context.internalAdapter.findVerificationValue(identifier) : null;
  const ceremony = row && row.expiresAt > new Date() ? parsed(Ceremony, row.value) : null;
  if (ceremony?.type === purpose && ceremony.expectedChallenge === answeredChallenge(response)) return;
  throw refusal('BAD_REQUEST', 'CHALLENGE_NOT_FOUND');
}

/** Consumes the challenge. Of several concurrent responses only one gets it. */
export async function takeChallenge(ctx: GenericEndpointContext): Promise<string | null> {
  const { context } = ctx;
  const identifier = await ctx.getSignedCookie(
    context.createAuthCookie(challengeCookie).name,
    context.secret,
  );
  const ceremony = identifier ? await context.internalAdapter.consumeVerificationValue(identifier) : null;
  return ceremony && (parsed(Ceremony, ceremony.value)?.expectedChallenge ?? null);
}
