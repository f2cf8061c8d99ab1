/**
 * Stores the purpose of a round trip to a provider under a `state`. The `state` can be used once, within ten minutes,
 * in the browser that started the round trip (RFC 9700, section 4.7).
 */
import { createHash, randomBytes } from 'node:crypto';
import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { readKept } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';
import { secondMs } from '#shared/durations.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { authorizationUrl, newSecrets, OauthFlowSecrets } from './oauth-client.ts';

const Purpose = z.discriminatedUnion('for', [
  z.object({ for: z.literal('sign-in'), next: z.string().nullable() }),
  /** The session that requested the round trip. The round trip is valid only for this session. */
  z.object({ for: z.enum(['link', 'confirm']), sessionId: z.string() }),
]);
export type Purpose = z.infer<typeof Purpose>;

const Kept = z.object({
  provider: LoginProviderId,
  /** Hash of the cookie of the browser that started the round trip. */
  browser: z.string(),
  purpose: Purpose,
  secrets: OauthFlowSecrets,
});

interface RoundTrip {
  state: string;
  purpose: Purpose;
  secrets: OauthFlowSecrets;
}

const cookieName = 'provider_visit';
const lastsSeconds = 600;
const randomText = () => randomBytes(32).toString('base64url');
const isRandomText = (text: string | null | undefined): text is string => /^[\w-]{43}$/.test(text ?? '');
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const identifierOf = (state: string) => `provider-visit:${state}`;

/** Starts a round trip and returns the provider's URL for the browser to open. */
export async function createOauthState(
  ctx: GenericEndpointContext,
  provider: LoginProvider,
  purpose: Purpose,
): Promise<string> {
  const cookie = ctx.context.createAuthCookie(cookieName, { maxAge: lastsSeconds });
  const known = ctx.getCookie(cookie.name);
  // All round trips of a browser share one cookie, so that round trips in two tabs don't interfere with each other.
  const browser = isRandomText(known) ? known : randomText();
  ctx.setCookie(cookie.name, browser, cookie.attributes);
  const state = randomText();
  const secrets = newSecrets();
  const kept: z.input<typeof Kept> = { provider: provider.id, browser: hashOf(browser), purpose, secrets };
  await ctx.context.internalAdapter.createVerificationValue({
    identifier: identifierOf(state),
    value: JSON.stringify(kept),
    expiresAt: new Date(Date.now() + lastsSeconds * secondMs),
  });
  return authorizationUrl(provider, { state, secrets, again: purpose.for === 'confirm' });
}

/** Consumes and returns the round trip that a response belongs to; returns null if there is none. */
export async function consumeOauthState(
  ctx: GenericEndpointContext,
  provider: LoginProvider,
  states: readonly string[],
): Promise<RoundTrip | null> {
  const [state, ...others] = states;
  const browser = ctx.getCookie(ctx.context.createAuthCookie(cookieName).name);
  if (!isRandomText(state) || others.length > 0 || !isRandomText(browser)) return null;
  const row = await ctx.context.internalAdapter.consumeVerificationValue(identifierOf(state));
  if (!row) return null;
  const kept = readKept(ctx.context, Kept, row);
  if (kept?.provider !== provider.id || kept.browser !== hashOf(browser)) return null;
  return { state, purpose: kept.purpose, secrets: kept.secrets };
}
