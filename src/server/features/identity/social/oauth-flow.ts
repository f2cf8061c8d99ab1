/**
 * Implements the two endpoints for each provider. One redirects to the provider, and the other handles its response.
 */

import { runWithTransaction } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint, getSessionFromCtx } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { isBlocked } from '#server/features/identity/better-auth/auth-tables.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import { noteSignInMethod } from '#server/features/identity/sign-in-methods/sign-in-method.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';
import { safeNext } from '#shared/next-page.ts';
import { isPage, pages } from '#shared/pages.ts';
import { AccessDeniedError, personOf } from './oauth-client.ts';
import { consumeOauthState, createOauthState, type Purpose } from './oauth-state.ts';
import { startSocialSignUp } from './pending-social-sign-up.ts';
import type { ProviderPerson } from './provider-kinds.ts';

export interface OauthFlowOptions {
  providers: readonly LoginProvider[];
  tables: OwnTables;
  record: SecurityLogger;
  log: Logger;
}

/** Paths within better-auth. The public ones are `/auth/{provider}` and `/auth/{provider}/callback`. */
export const oauthFlowEndpoints = { start: '/oauth-flow/start', callback: '/oauth-flow/callback' } as const;

/** Returns the page to continue to; null if it isn't one of the portal's pages. */
function ownPage(next: unknown): string | null {
  const safe = safeNext(next);
  return safe !== undefined && isPage(new URL(safe, 'http://site.invalid').pathname) ? safe : null;
}

const pageWith = (path: string, search: Record<string, string | null>): string => {
  const given = Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
};

/** Returns the URL of the page that shows the outcome. */
const outcomePage = (purpose: Purpose | null, social: SocialOutcome, provider: LoginProviderId): string =>
  purpose === null || purpose.for === 'sign-in'
    ? pageWith(pages.login, { social, provider, next: purpose?.next ?? null })
    : pageWith(pages.settings, { social, provider });

export function oauthFlow({ providers, tables, record, log }: OauthFlowOptions) {
  const providerOf = (ctx: { params?: unknown }): LoginProvider => {
    const { provider: id } = z.object({ provider: z.string() }).parse(ctx.params);
    const provider = providers.find((each) => each.id === id);
    if (!provider) throw refusal('NOT_FOUND', 'NOT_FOUND');
    return provider;
  };

  const start = createAuthEndpoint(
    `${oauthFlowEndpoints.start}/:provider`,
    { method: 'GET', query: z.object({ next: z.string().optional() }) },
    async (ctx) => {
      const purpose: Purpose = { for: 'sign-in', next: ownPage(ctx.query.next) };
      throw ctx.redirect(await createOauthState(ctx, providerOf(ctx), purpose));
    },
  );

  const callback = createAuthEndpoint(
    `${oauthFlowEndpoints.callback}/:provider`,
    { method: 'GET', requireRequest: true },
    async (ctx) => {
      const provider = providerOf(ctx);
      const parameters = new URL(ctx.request.url).searchParams;
      const trip = await consumeOauthState(ctx, provider, parameters.getAll('state'));
      if (!trip) throw ctx.redirect(outcomePage(null, 'expired', provider.id));
      let person: ProviderPerson;
      try {
        person = await personOf(provider, { parameters, ...trip });
      } catch (error) {
        const isDenied = error instanceof AccessDeniedError;
        if (!isDenied) {
          const fields = { level: 'warn', provider: provider.id } as const;
          logFailure(log, error, fields, 'a provider did not return an identity');
        }
        throw ctx.redirect(outcomePage(trip.purpose, isDenied ? 'denied' : 'failed', provider.id));
      }
      const { purpose } = trip;
      if (purpose.for === 'sign-in') throw ctx.redirect(await signIn(ctx, provider, person, purpose.next));
      const session = await getSessionFromCtx(ctx);
      // The session that started the round trip has ended or has been replaced.
      if (session?.session.id !== purpose.sessionId) {
        throw ctx.redirect(outcomePage(session ? purpose : null, 'expired', provider.id));
      }
      const outcome = await (purpose.for === 'link' ? link : confirm)(ctx, session, provider, person);
      throw ctx.redirect(outcomePage(purpose, outcome, provider.id));
    },
  );

  type Session = NonNullable<Awaited<ReturnType<typeof getSessionFromCtx>>>;

  /**
   * Signs the customer in. Finds the account only by provider and subject, because an e-mail address reported by a
   * provider must never sign anyone in.
   */
  async function signIn(
    ctx: GenericEndpointContext,
    provider: LoginProvider,
    person: ProviderPerson,
    next: string | null,
  ): Promise<string> {
    const { internalAdapter } = ctx.context;
    const key = { providerId: provider.id, accountId: person.subject };
    const owner = await internalAdapter.findAccountOwnerByKey(key);
    if (owner?.kind === 'owned') {
      if (!owner.user.emailVerified) return pageWith(pages.verifyEmail, { email: owner.user.email });
      if (isBlocked(owner.user)) return outcomePage({ for: 'sign-in', next }, 'blocked', provider.id);
      const session = await internalAdapter.createSession(owner.user.id);
      noteSignInMethod(session, provider.id);
      await setSessionCookie(ctx, { session, user: owner.user }, false);
      return next ?? pages.home;
    }
    // Whether the address has an account is revealed only if the provider vouches that the address belongs to this
    // person.
    if (person.email !== null && person.emailVerified) {
      const taken = await internalAdapter.findUserByEmail(person.email);
      if (taken) return outcomePage({ for: 'sign-in', next }, 'email_taken', provider.id);
    }
    await startSocialSignUp(ctx, provider.id, person);
    return pageWith(pages.finishRegistration, { next });
  }

  async function link(
    ctx: GenericEndpointContext,
    { user }: Session,
    provider: LoginProvider,
    { subject }: ProviderPerson,
  ): Promise<SocialOutcome> {
    const { internalAdapter, adapter } = ctx.context;
    const key = { providerId: provider.id, accountId: subject };
    const known = await internalAdapter.findAccountByKey(key);
    if (known) return known.userId === user.id ? 'linked' : 'linked_elsewhere';
    const others = await internalAdapter.findAccounts(user.id);
    if (others.some(({ providerId }) => providerId === provider.id)) return 'linked_another';
    try {
      await runWithTransaction(adapter, async () => {
        await internalAdapter.linkAccount({ userId: user.id, ...key });
        await record(ctx, { userId: user.id, kind: 'provider_linked', detail: provider.id });
      });
    } catch (error) {
      // The identity was linked to another account at the same time.
      if (!(error instanceof APIError) || error.body?.code !== 'ALREADY_EXISTS') throw error;
      return 'linked_elsewhere';
    }
    return 'linked';
  }

  async function confirm(
    ctx: GenericEndpointContext,
    { session, user }: Session,
    provider: LoginProvider,
    { subject }: ProviderPerson,
  ): Promise<SocialOutcome> {
    const key = { providerId: provider.id, accountId: subject };
    const known = await ctx.context.internalAdapter.findAccountByKey(key);
    if (known?.userId !== user.id) return 'not_confirmed';
    await tables.sessions().markReauthenticated(Number(session.id), new Date());
    await record(ctx, { userId: user.id, kind: 'identity_confirmed', detail: provider.id });
    return 'confirmed';
  }

  return { providerVisit: start, providerCallback: callback };
}
