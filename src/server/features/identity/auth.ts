/**
 * Sets up sign-in for the rest of the portal: better-auth on the portal's tables, with the portal's plugins. Always
 * uses real time, never the business clock.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { createKeyVault } from '#server/platform/crypto/key-vault.ts';
import { createLimiter, type Limiter } from '#server/platform/rate-limits/limiter.ts';
import { rateLimitRepository } from '#server/platform/rate-limits/rate-limit.repository.ts';
import type { BrowserSession } from '#server/platform/trpc/context.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import { roleInRow } from '#shared/administration/roles.ts';
import { minuteMs } from '#shared/durations.ts';
import { createAuthHandler } from './auth-handler.ts';
import { authRateLimits, noAuthRateLimits } from './better-auth/auth-rate-limits.ts';
import { addressHeader } from './better-auth/auth-request.ts';
import { authSecrets } from './better-auth/auth-secrets.ts';
import { isBlocked, localeOf } from './better-auth/auth-tables.ts';
import { backgroundTaskList } from './better-auth/background-tasks.ts';
import { databaseErrorTracker } from './better-auth/database-error-tracker.ts';
import { sequelizeAdapter } from './better-auth/sequelize-adapter.ts';
import { type AuthParts, cookiePrefix, createBetterAuth, type Foundations } from './create-better-auth.ts';
import { reauthenticatedAtOf } from './reauthentication/reauthenticate.ts';
import { reSignCookies } from './sessions/cookie-key-rotation.ts';
import { deviceCookieOf } from './sessions/device-cookie.ts';
import { storedSessions } from './sessions/stored-sessions.ts';
import { createOauthFlowHandler } from './social/oauth-flow-handler.ts';

/** A user's session as the rest of the portal sees it. */
export interface SignedIn {
  account: AccountView;
  session: BrowserSession;
}
export type Auth = ReturnType<typeof createAuth>;

type SetCookies = (cookies: string[]) => void;

/** Minimum interval, in milliseconds, between updates of a session's time of last use. */
const noteUseEveryMs = minuteMs;
const isDueToBeNoted = ({ updatedAt }: { updatedAt: Date }): boolean =>
  Date.now() - new Date(updatedAt).getTime() > noteUseEveryMs;

/**
 * Sets up authentication and returns:
 *
 * - `handler`, for Express at `/api/auth/{*path}`, before any body parser.
 * - `oauthFlow`, for Express at `/auth/{*path}`, which handles round trips to a provider.
 * - `signedInOf`, which returns the account and session of a request. If `setCookies` is given, it also extends the
 *   session and calls `setCookies` with the cookies that the response must set. Throws the database's error if the
 *   database can't be reached.
 * - `links`, which makes links for people who have proved in another way that an e-mail reached them.
 * - `settled`, which resolves when no background work is left.
 */
export function createAuth(parts: AuthParts) {
  const { config, log } = parts;
  const secrets = authSecrets(config.appKeys);
  const background = backgroundTaskList(log);
  const watch = databaseErrorTracker();
  const storage = sequelizeAdapter({ db: parts.db, onFailure: watch.note, around: storedSessions });
  const limiter = limiterOf(parts);
  const { auth, mails } = createBetterAuth(parts, { secrets, background, storage, watch, limiter });
  const resign = (cookies: string) => reSignCookies(cookies, cookiePrefix, secrets);

  /** Calls better-auth within one of the portal's own requests and passes on the cookies that the response must set. */
  async function within<T>(
    setCookies: SetCookies | undefined,
    work: () => Promise<{ headers: Headers; response: T }>,
  ): Promise<T> {
    const { headers, response } = await watch.run(work);
    const cookies = headers.getSetCookie();
    if (cookies.length > 0) setCookies?.(cookies);
    return response;
  }

  async function signedInOf(
    { cookie: sent }: Pick<IncomingHttpHeaders, 'cookie'>,
    setCookies?: SetCookies,
  ): Promise<SignedIn | null> {
    // The equals sign is left out of the search, because better-auth also accepts spaces before it.
    if (!sent?.includes(`${cookiePrefix}.session_token`)) return null;
    const cookie = resign(sent);
    const query = { disableRefresh: setCookies === undefined };
    const found = await within(setCookies, () =>
      auth.api.getSession({ headers: new Headers({ cookie }), query, returnHeaders: true }),
    );
    if (!found) return null;
    const { user, session } = found;
    // Blocking ends all sessions. A sign-in at the same moment may have started another one.
    if (isBlocked(user)) return null;
    if (setCookies && isDueToBeNoted(session)) {
      background.start('noting when a session was used', async () => {
        const { internalAdapter } = await auth.$context;
        await internalAdapter.updateSession(session.token, { updatedAt: new Date() });
      });
    }
    return {
      account: toAccount(user),
      session: {
        id: Number(session.id),
        reauthenticatedAt: reauthenticatedAtOf(session),
        hasSecondFactor: user.twoFactorEnabled === true,
        async restart({ ipAddress, userAgent }) {
          const headers = new Headers({ cookie, [addressHeader]: ipAddress ?? '' });
          if (userAgent) headers.set('user-agent', userAgent.slice(0, 500));
          await within(setCookies, () =>
            auth.api.restartSession({ headers, body: { userId: user.id }, returnHeaders: true }),
          );
        },
        async visitProvider(provider, purpose) {
          const { url } = await within(setCookies, () =>
            auth.api.visitProvider({
              headers: new Headers({ cookie }),
              body: { provider, purpose: { for: purpose, sessionId: session.id } },
              returnHeaders: true,
            }),
          );
          return url;
        },
      },
    };
  }

  const limits = limiter ? limitsOf(limiter, secrets) : noAuthRateLimits;
  const wire = { appUrl: config.appUrl, answer: auth.handler, resign, limits, watch, log };
  return {
    handler: createAuthHandler({
      ...wire,
      signedInAs: async (headers) => (await signedInOf(headers))?.account.id ?? null,
      minimumAnswerMs: parts.minimumAnswerMs ?? 400,
    }),
    oauthFlow: createOauthFlowHandler({ ...wire, providers: parts.loginProviders ?? [] }),
    signedInOf,
    /** Composes sign-in e-mails when they are sent. */
    mails: { composes: mails.composes, compose: mails.compose },
    /** Makes links of the portal of those in e-mails of the PHP portal. */
    links: mails.links,
    settled: background.settled,
  };
}

/** A user as returned by better-auth. */
type UserRow = Omit<AccountView, 'id' | 'locale' | 'country' | 'administratorRole'> & {
  id: string;
  country?: string | null | undefined;
  instanceAdministrator?: boolean | null | undefined;
  administratorRole?: string | null | undefined;
};

const toAccount = (user: UserRow): AccountView => ({
  id: Number(user.id),
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified,
  locale: localeOf(user),
  country: user.country ?? null,
  administratorRole: roleInRow({
    instanceAdministrator: user.instanceAdministrator === true,
    administratorRole: user.administratorRole ?? null,
  }),
});

const limiterOf = ({ config, db, rateLimit = true }: AuthParts): Limiter | null =>
  rateLimit
    ? createLimiter({ counters: rateLimitRepository(db), vault: createKeyVault(config.appKeys) })
    : null;

const limitsOf = (limiter: Limiter, secrets: Foundations['secrets']) =>
  authRateLimits({
    limiter,
    knownBrowserOf: (cookies, email) => deviceCookieOf(cookies, email, { prefix: cookiePrefix, secrets }),
  });
