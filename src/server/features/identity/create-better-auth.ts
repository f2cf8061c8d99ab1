/**
 * The composition root of sign-in: better-auth's options, and its plugins in the order in which their hooks run. What
 * the plugins share (security log, outbox, sign-in methods) is handed to them here.
 */
import { queueAfterTransactionHook } from '@better-auth/core/context';
import { betterAuth } from 'better-auth/minimal';
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import type { Config } from '#server/config/config.ts';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { addressIn } from '#server/platform/http/request/client-address.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { daySeconds } from '#shared/durations.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import { authMails, resetSeconds, verificationSeconds } from './auth-mails.ts';
import { authLogger } from './better-auth/auth-logger.ts';
import { addressHeader, authPath } from './better-auth/auth-request.ts';
import type { AuthSecret } from './better-auth/auth-secrets.ts';
import { authTables } from './better-auth/auth-tables.ts';
import type { BackgroundTaskList } from './better-auth/background-tasks.ts';
import type { DatabaseErrorTracker } from './better-auth/database-error-tracker.ts';
import { passkeys } from './passkeys/passkeys.ts';
import { breachedPasswords } from './passwords/breached-passwords.ts';
import { changePassword } from './passwords/change-password.ts';
import { oldHashes } from './passwords/old-hashes.ts';
import { hashOfPassword } from './passwords/password-hashes.ts';
import { refuseWeakPasswords } from './passwords/refuse-weak-passwords.ts';
import { reauthentication } from './reauthentication/reauthenticate.ts';
import { reauthenticationByCode } from './reauthentication/reauthenticate-by-code.ts';
import { reauthenticationByPasskey } from './reauthentication/reauthenticate-by-passkey.ts';
import { confirmAddress, discardUnverifiedCredentials } from './registration/confirm-address.ts';
import { logSignIns, type SignInTold } from './security-log/log-sign-ins.ts';
import { type SecurityEvent, securityLog } from './security-log/security-log.ts';
import { deviceCookie, deviceCookieOf } from './sessions/device-cookie.ts';
import type { hashedSessionTokens } from './sessions/hashed-session-tokens.ts';
import { revokePreviousSession } from './sessions/revoke-previous-session.ts';
import { socialSignIn } from './social/social-sign-in.ts';
import { authenticator } from './two-step/authenticator.ts';
import { passkeySecondStep } from './two-step/passkey-second-step.ts';
import { twoStep } from './two-step/two-step.ts';
import { twoStepPolicy } from './two-step/two-step-policy.ts';

export interface AuthParts {
  config: Pick<Config, 'appUrl' | 'appKeys'>;
  db: Sequelize;
  /** Puts a message into the outbox; `composeMail` composes it when it is sent. */
  enqueueMail: (mail: Omit<NewOutboxMail, 'at'>) => Promise<void>;
  /** The sign-in methods of an account: a customer with a stronger one does not re-authenticate by a code. */
  signInMethodsOf: (userId: number) => Promise<SignInMethods>;
  /** The providers that customers can sign in with; none by default. */
  loginProviders?: readonly LoginProvider[];
  log: Logger;
  /** Called for every account whose e-mail address has been verified. A failure is logged only. */
  onEmailVerified?: (account: { id: number; email: string }) => Promise<void>;
  /** Called for every security event. A failure outside a transaction is logged only. */
  onSecurityEvent?: (incident: SecurityEvent & SignInTold) => Promise<void>;
  /** Whether tries are limited, counted across all processes; off in tests that sign in often. */
  rateLimit?: boolean;
  /** A range service that knows breached passwords; by default none is asked. */
  breachedPasswordsUrl?: string | null;
  /** The minimum duration of an answer that depends on whether an address has an account. */
  minimumAnswerMs?: number;
}

/** A remembered session expires this long after its last use. */
const rememberedSeconds = 30 * daySeconds;
export const cookiePrefix = 'portal';
/** What authenticator apps and passkeys show. */
const appName = 'Customer portal';

export interface Foundations {
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  background: BackgroundTaskList;
  storage: ReturnType<typeof hashedSessionTokens>;
  watch: DatabaseErrorTracker;
  /** Null where tries are not limited. */
  limiter: Limiter | null;
}

export function createBetterAuth(
  parts: AuthParts,
  { secrets, background, storage, watch, limiter }: Foundations,
) {
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
          // better-auth may swallow the error; noted here, the request fails instead of promising a message.
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
      // better-auth's token is not used: the valid one is made when the message is sent.
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
          // The endpoint refuses a registration without them.
          before: async (user, context) =>
            context?.path === '/sign-up/email'
              ? { data: { ...user, termsAcceptedAt: new Date() } }
              : undefined,
          after: (user) => emailVerified(user),
        },
        update: { after: (user) => emailVerified(user) },
      },
      // Every session starts with an authentication.
      session: {
        create: {
          // The IP address as it is shown; better-auth would store the expanded network of an IPv6 address.
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
      // First: where the second factor revokes the new session, the password was right all the same.
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
      reauthenticationByCode({
        happened,
        enqueueCode: (user, session) => mails.owe('confirm-code', user, { session }),
        secrets,
        waysInOf: parts.signInMethodsOf,
      }),
      changePassword({ happened }),
      authenticator({ happened }),
      passkeySecondStep({ happened }),
      revokePreviousSession(),
      twoStep({ page: page(pages.login) }),
      twoStepPolicy({ happened }),
      passkeys({ appUrl: config.appUrl, appName, happened }),
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
    session: { ...authTables.session, expiresIn: rememberedSeconds, updateAge: daySeconds, freshAge: 0 },
    verification: { ...authTables.verification, storeIdentifier: 'hashed' },
    // better-auth's limits count in one process and know no accounts; `auth-rate-limits` takes their place.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: config.appUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      // Set explicitly, because the default differs where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: 'serial' },
    },
    telemetry: { enabled: false },
    // Unexpected errors are thrown to our handler instead of being printed.
    onAPIError: { throw: true },
    logger: authLogger(log),
  });
  return { auth, mails };
}
