/** Sign-in: better-auth on our tables, with our rules. Real time, never the business clock. */
import type { IncomingHttpHeaders } from 'node:http';
import { queueAfterTransactionHook } from '@better-auth/core/context';
import { betterAuth } from 'better-auth/minimal';
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import type { Config } from '#server/config/config.ts';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { authRateLimits, noAuthRateLimits } from '#server/features/identity/auth-rate-limits.ts';
import { authMails, resetSeconds, verificationSeconds } from '#server/features/identity/mails/auth-mails.ts';
import { passkeys } from '#server/features/identity/passkeys/passkeys.ts';
import { breachedPasswords } from '#server/features/identity/passwords/breached-passwords.ts';
import { changePassword } from '#server/features/identity/passwords/change-password.ts';
import { oldHashes } from '#server/features/identity/passwords/old-hashes.ts';
import { hashOfPassword } from '#server/features/identity/passwords/password-hashes.ts';
import { refuseWeakPasswords } from '#server/features/identity/passwords/refuse-weak-passwords.ts';
import {
  reauthenticatedAtOf,
  reauthentication,
} from '#server/features/identity/reauthentication/reauthenticate.ts';
import { reauthenticationByCode } from '#server/features/identity/reauthentication/reauthenticate-by-code.ts';
import { reauthenticationByPasskey } from '#server/features/identity/reauthentication/reauthenticate-by-passkey.ts';
import {
  confirmAddress,
  discardUnverifiedCredentials,
} from '#server/features/identity/registration/confirm-address.ts';
import { logSignIns, type SignInTold } from '#server/features/identity/security-log/log-sign-ins.ts';
import { type SecurityEvent, securityLog } from '#server/features/identity/security-log/security-log.ts';
import { absoluteSessionTimeout } from '#server/features/identity/sessions/absolute-session-timeout.ts';
import { reSignCookies } from '#server/features/identity/sessions/cookie-key-rotation.ts';
import { deviceCookie, deviceCookieOf } from '#server/features/identity/sessions/device-cookie.ts';
import { hashedSessionTokens } from '#server/features/identity/sessions/hashed-session-tokens.ts';
import { revokePreviousSession } from '#server/features/identity/sessions/revoke-previous-session.ts';
import { createOauthFlowHandler } from '#server/features/identity/social/oauth-flow-handler.ts';
import { socialSignIn } from '#server/features/identity/social/social-sign-in.ts';
import { authenticator } from '#server/features/identity/two-step/authenticator.ts';
import { passkeySecondStep } from '#server/features/identity/two-step/passkey-second-step.ts';
import { twoStep } from '#server/features/identity/two-step/two-step.ts';
import { twoStepPolicy } from '#server/features/identity/two-step/two-step-policy.ts';
import { createKeyVault } from '#server/platform/crypto/key-vault.ts';
import { addressIn } from '#server/platform/http/request/client-address.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { createLimiter, type Limiter } from '#server/platform/rate-limits/limiter.ts';
import { rateLimitRepository } from '#server/platform/rate-limits/rate-limit.repository.ts';
import { type AccountView, Locale, passwordLength } from '#shared/accounts/accounts.ts';
import { AppError } from '#shared/errors.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import { addressHeader, authPath, createAuthHandler } from './auth-handler.ts';
import { authLogger } from './auth-logger.ts';
import { type AuthSecret, authSecrets } from './auth-secrets.ts';
import { authTables } from './auth-tables.ts';
import { type BackgroundTaskList, backgroundTaskList } from './background-tasks.ts';
import { type DatabaseErrorTracker, databaseErrorTracker } from './database-error-tracker.ts';
import { sequelizeAdapter } from './sequelize-adapter.ts';

export interface AuthParts {
  config: Pick<Config, 'appUrl' | 'appKeys'>;
  db: Sequelize;
  /** Keeps a mail that is owed, and sees to it that it is sent: `composeMail` says what it says. */
  enqueueMail: (mail: Omit<NewOutboxMail, 'at'>) => Promise<void>;
  /** How an account can be signed in to: who has a better way is not confirmed by a code in a mail. */
  signInMethodsOf: (userId: number) => Promise<SignInMethods>;
  /** Whom else somebody may sign in with; nobody when not given. */
  loginProviders?: readonly LoginProvider[];
  log: Logger;
  /** Told of every account whose address is known to be its owner's from now on. Its failure is logged, no more. */
  onEmailVerified?: (account: { id: number; email: string }) => Promise<void>;
  /** Told of what belongs into the security log of an account. Its failure is logged, no more. */
  onSecurityEvent?: (incident: SecurityEvent & SignInTold) => Promise<void>;
  /** How often each endpoint may be tried, counted for all processes together. Tests that sign in all day switch it off. */
  rateLimit?: boolean;
  /** A range service that knows breached passwords; nobody is asked by default. */
  breachedPasswordsUrl?: string | null;
  /** How long an answer takes at least where it knows whether an address has an account. */
  minimumAnswerMs?: number;
}

/** A session as the rest of the portal sees it. */
export interface SignedIn {
  account: AccountView;
  session: {
    id: number;
    /** When its person last showed who they are; null when that is not known. */
    reauthenticatedAt: Date | null;
    /** Whether the account asks for a second factor. Sessions from before it did have ended. */
    hasSecondFactor: boolean;
  };
}
export type Auth = ReturnType<typeof createAuth>;

const day = 24 * 3_600;
/** A remembered session lives this long after its last use. */
const rememberedSeconds = 30 * day;
const cookiePrefix = 'portal';
/** What authenticator apps and passkeys show. */
const appName = 'Customer portal';

/** "Last used" is true to this. */
const noteUseEveryMs = 60_000;
const isDueToBeNoted = ({ updatedAt }: { updatedAt: Date }): boolean =>
  Date.now() - new Date(updatedAt).getTime() > noteUseEveryMs;

/**
 * - `handler`: for Express, at `/api/auth/{*path}`, before any body parser.
 * - `visits`: for Express, at `/auth/{*path}`: to a provider and back.
 * - `signedInOf`: whose session a request carries. With `setCookies` it also prolongs the session, and hands over
 *   the cookies that the answer must set. Throws `service_unavailable` while the database cannot be reached.
 * - `settled`: resolves when no mail is on its way any more.
 */
export function createAuth(parts: AuthParts) {
  const { config, log } = parts;
  const secrets = authSecrets(config.appKeys);
  const background = backgroundTaskList(log);
  const watch = databaseErrorTracker();
  const storage = absoluteSessionTimeout(
    hashedSessionTokens(sequelizeAdapter({ db: parts.db, onFailure: watch.note })),
  );
  const limiter = limiterOf(parts);
  const { auth, mails } = createBetterAuth(parts, { secrets, background, storage, watch, limiter });
  const resign = (cookies: string) => reSignCookies(cookies, cookiePrefix, secrets);

  async function signedInOf(
    headers: Pick<IncomingHttpHeaders, 'cookie'>,
    setCookies?: (cookies: string[]) => void,
  ): Promise<SignedIn | null> {
    const { cookie } = headers;
    if (!cookie?.includes(`${cookiePrefix}.session_token=`)) return null;
    const { value, error, outage } = await watch.run(() =>
      auth.api.getSession({
        headers: new Headers({ cookie: resign(cookie) }),
        query: { disableRefresh: setCookies === undefined },
        returnHeaders: true,
      }),
    );
    if (outage !== undefined) {
      const message = 'whose session it is cannot be asked';
      throw new AppError('service_unavailable', message, { cause: outage, retryAfterSeconds: 5 });
    }
    if (!value) throw error;
    const cookies = value.headers.getSetCookie();
    if (cookies.length > 0) setCookies?.(cookies);
    if (!value.response) return null;
    const { user, session } = value.response;
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
    visits: createOauthFlowHandler({ ...wire, providers: parts.loginProviders ?? [] }),
    signedInOf,
    /** The mails of sign-in, composed when they are sent. */
    mails: { composes: mails.composes, compose: mails.compose },
    settled: background.settled,
  };
}

interface UserRow {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  locale?: string | null | undefined;
  country?: string | null | undefined;
  instanceAdministrator?: boolean | null | undefined;
}

const localeOf = (user: object): Locale =>
  Locale.catch('en').parse('locale' in user ? user.locale : undefined);

const toAccount = (user: UserRow): AccountView => ({
  id: Number(user.id),
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified,
  locale: localeOf(user),
  country: user.country ?? null,
  isAdministrator: user.instanceAdministrator === true,
});

const limiterOf = ({ config, db, rateLimit = true }: AuthParts): Limiter | null =>
  rateLimit
    ? createLimiter({ counters: rateLimitRepository(db), vault: createKeyVault(config.appKeys) })
    : null;

const limitsOf = (limiter: Limiter, secrets: Ground['secrets']) =>
  authRateLimits({
    limiter,
    knownBrowserOf: (cookies, email) => deviceCookieOf(cookies, email, { prefix: cookiePrefix, secrets }),
  });

interface Ground {
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  background: BackgroundTaskList;
  storage: ReturnType<typeof hashedSessionTokens>;
  watch: DatabaseErrorTracker;
  /** Null where nothing is counted. */
  limiter: Limiter | null;
}

function createBetterAuth(parts: AuthParts, { secrets, background, storage, watch, limiter }: Ground) {
  const { config, log } = parts;
  const page = (path: string) => new URL(path, config.appUrl).href;

  const happened = securityLog(parts.onSecurityEvent, log);
  const hashes = oldHashes({ background, log });

  const emailVerified = async (user: { id: string; email: string; emailVerified: boolean } | null) => {
    if (!user?.emailVerified) return;
    try {
      await parts.onEmailVerified?.({ id: Number(user.id), email: user.email });
    } catch (error) {
      log.error({ err: error }, 'what was bought with a confirmed address was not looked for');
    }
  };

  const mails = authMails({
    appUrl: config.appUrl,
    secrets,
    context: () => auth.$context,
    limiter,
    log,
    keep: parts.enqueueMail,
    onceCommitted: (work) =>
      queueAfterTransactionHook(async () => {
        try {
          await work();
        } catch (error) {
          // Better-auth may swallow it; with this the answer does not promise a mail that nobody owes.
          watch.note(error);
          throw error;
        }
      }),
  });

  const auth = betterAuth({
    appName,
    baseURL: config.appUrl,
    basePath: authPath,
    secrets: [...secrets],
    trustedOrigins: [new URL(config.appUrl).origin],
    database: storage,
    ...authTables,
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: { hash: hashOfPassword, verify: hashes.verify },
      resetPasswordTokenExpiresIn: resetSeconds,
      // Its token is thrown away: the one that works is made when the mail is sent.
      sendResetPassword: ({ user }) => mails.owe('reset-password', user),
      onExistingUserSignUp: ({ user }) => mails.owe('already-registered', user),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: verificationSeconds,
      afterEmailVerification: async (user) => {
        await discardUnverifiedCredentials((await auth.$context).internalAdapter, user.id);
      },
      sendVerificationEmail: ({ user }) => mails.owe('verify-email', user),
    },
    databaseHooks: {
      user: {
        create: {
          // The endpoint lets nobody through who has not accepted them.
          before: async (user, context) =>
            context?.path === '/sign-up/email'
              ? { data: { ...user, termsAcceptedAt: new Date() } }
              : undefined,
          after: (user) => emailVerified(user),
        },
        update: { after: (user) => emailVerified(user) },
      },
      // Every session begins with somebody who has just shown who they are.
      session: {
        create: {
          // The address as it is shown: better-auth itself would keep an IPv6 network, written out.
          before: async (session, context) => ({
            data: {
              ...session,
              ipAddress: addressIn(context?.headers?.get(addressHeader)),
              reauthenticatedAt: new Date(),
            },
          }),
        },
      },
    },
    plugins: [
      // The first: a second factor may take the session back, and the password was right all the same.
      hashes.plugin,
      confirmAddress({ secrets, page: pages.verified }),
      reauthentication({ happened }),
      socialSignIn({
        providers: parts.loginProviders ?? [],
        happened,
        log,
        waysInOf: parts.signInMethodsOf,
        mails: {
          oweLink: mails.oweFirstSignIn,
          oweAlreadyRegistered: (user) => mails.owe('already-registered', user),
        },
      }),
      reauthenticationByCode({ happened, owe: mails.owe, secrets, waysInOf: parts.signInMethodsOf }),
      changePassword({ happened }),
      authenticator({ happened }),
      passkeySecondStep({ happened }),
      revokePreviousSession(),
      twoStep({ page: page(pages.login) }),
      twoStepPolicy({ happened }),
      passkeys({
        appUrl: config.appUrl,
        appName,
        happened,
        waysInOf: parts.signInMethodsOf,
        offered: (parts.loginProviders ?? []).map(({ id }) => id),
      }),
      reauthenticationByPasskey({ appUrl: config.appUrl, happened }),
      refuseWeakPasswords({
        isBreached: breachedPasswords({ url: parts.breachedPasswordsUrl ?? null, log }),
      }),
      deviceCookie({ secrets }),
      logSignIns({
        happened,
        happenedIn: ({ isKnown: isKnownBrowser }) =>
          securityLog(async (incident) => parts.onSecurityEvent?.({ ...incident, isKnownBrowser }), log),
        isKnownBrowser: (cookies, userId) =>
          deviceCookieOf(cookies, userId, { prefix: cookiePrefix, secrets }) !== null,
        background,
      }),
    ],
    session: { ...authTables.session, expiresIn: rememberedSeconds, updateAge: day, freshAge: 0 },
    verification: { ...authTables.verification, storeIdentifier: 'hashed' },
    // In one process only, and blind to accounts: ours stand before the endpoints instead.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: config.appUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      // Said aloud, because its default is another one where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: 'serial' },
    },
    telemetry: { enabled: false },
    // What is no answer of better-auth's is thrown to our handler, not printed.
    onAPIError: { throw: true },
    logger: authLogger(log),
  });
  return { auth, mails };
}
