/**
 * Assembles sign-in: better-auth's options and its plugins, in the order in which their hooks run. Gives the plugins
 * the services they share (security log, outbox, sign-in methods).
 */
import { queueAfterTransactionHook } from '@better-auth/core/context';
import type { DBAdapterInstance } from '@better-auth/core/db/adapter';
import { betterAuth } from 'better-auth/minimal';
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import type { Config } from '#server/config/config.ts';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { currentTransaction } from '#server/platform/database/current-transaction.ts';
import { addressIn } from '#server/platform/http/request/client-address.ts';
import type { NewOutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { passwordLength } from '#shared/accounts/accounts.ts';
import { daySeconds } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';
import { appNameOf } from './app-name.ts';
import { authMails, resetSeconds, verificationSeconds } from './auth-mails.ts';
import { authLogger } from './better-auth/auth-logger.ts';
import { addressHeader, authPath, wishIn } from './better-auth/auth-request.ts';
import type { AuthSecrets } from './better-auth/auth-secrets.ts';
import { authTables, isBlocked } from './better-auth/auth-tables.ts';
import type { BackgroundTaskList } from './better-auth/background-tasks.ts';
import type { DatabaseErrorTracker } from './better-auth/database-error-tracker.ts';
import { refusal } from './better-auth/refusal.ts';
import { storedIdentifiers } from './better-auth/stored-rows/attempt-counter.ts';
import { verificationRepository } from './better-auth/stored-rows/verification.repository.ts';
import type { OwnTables } from './own-tables.ts';
import { passkeyRepository } from './passkeys/passkey.repository.ts';
import { passkeys } from './passkeys/passkeys.ts';
import { breachedPasswords } from './passwords/breached-passwords.ts';
import { oldHashes } from './passwords/old-hashes.ts';
import { hashOfPassword } from './passwords/password-hashes.ts';
import { passwordStillRight, verifyAndRemember } from './passwords/password-still-right.ts';
import { refuseWeakPasswords } from './passwords/refuse-weak-passwords.ts';
import { resetPassword } from './passwords/reset-password.ts';
import { confirmAddress, discardUnverifiedCredentials } from './registration/confirm-address.ts';
import type { CorrectionOf } from './registration/corrected-address.ts';
import { logSignIns } from './security-log/log-sign-ins.ts';
import { type SecurityEvent, securityLog } from './security-log/security-log.ts';
import { browserSession } from './sessions/browser-session.ts';
import { deviceCookie, deviceCookieOf } from './sessions/device-cookie.ts';
import { revokePreviousSession } from './sessions/revoke-previous-session.ts';
import { sessionRepository } from './sessions/session.repository.ts';
import { signInMethodsRepository } from './sign-in-methods/sign-in-methods.repository.ts';
import { socialSignIn } from './social/social-sign-in.ts';
import { twoFactorRepository } from './two-step/two-factor.repository.ts';
import { twoStep } from './two-step/two-step.ts';

export interface AuthParts {
  config: Pick<Config, 'appUrl' | 'appKeys' | 'brand'>;
  db: Sequelize;
  /** Adds an e-mail to the outbox. `composeMail` composes it when it is sent. */
  enqueueMail: (mail: Omit<NewOutboxMail, 'at'>) => Promise<void>;
  /** The providers with which customers can sign in; none by default. */
  loginProviders?: readonly LoginProvider[];
  log: Logger;
  /** Tells whether an administrator has corrected the address of an account; none by default. */
  correctionOf?: CorrectionOf;
  /** Called for every account whose e-mail address was just verified. Failures are only logged. */
  onEmailVerified?: (account: { id: number; email: string }) => Promise<void>;
  /** Called for every account that was added or changed. Responses don't wait for it; failures are only logged. */
  onAccountWritten?: (accountId: number) => Promise<void>;
  /** Called for every security event. Outside a transaction, failures are only logged. */
  onSecurityEvent?: (event: SecurityEvent) => Promise<void>;
  /** Whether attempts are limited, counted across all processes. Turned off in tests that sign in often. */
  rateLimit?: boolean;
  /** URL of a range service for breached passwords; none is queried by default. */
  breachedPasswordsUrl?: string | null;
  /** Minimum duration, in milliseconds, of responses that depend on whether an address has an account. */
  minimumAnswerMs?: number;
}

/** Seconds that a remembered session lasts after its last use. */
const rememberedSeconds = 30 * daySeconds;
export const cookiePrefix = 'portal';

export interface Foundations {
  secrets: AuthSecrets;
  background: BackgroundTaskList;
  storage: DBAdapterInstance;
  watch: DatabaseErrorTracker;
  /** Counts attempts; null if attempts aren't limited. */
  limiter: Limiter | null;
}

export function createBetterAuth(
  parts: AuthParts,
  { secrets, background, storage, watch, limiter }: Foundations,
) {
  const { config, log } = parts;
  const appName = appNameOf(config.brand);
  const page = (path: string) => new URL(path, config.appUrl).href;

  const record = securityLog(parts.onSecurityEvent, log);
  const tables: OwnTables = {
    signInMethods: () => signInMethodsRepository(parts.db, currentTransaction()),
    sessions: () => sessionRepository(parts.db, currentTransaction()),
    passkeys: () => passkeyRepository(parts.db, currentTransaction()),
    twoFactors: () => twoFactorRepository(parts.db, currentTransaction()),
    verifications: () => verificationRepository(parts.db, currentTransaction()),
  };
  const providers = parts.loginProviders ?? [];
  const correctionOf: CorrectionOf = parts.correctionOf ?? (async () => null);

  const emailVerified = async (user: { id: string; email: string; emailVerified: boolean } | null) => {
    if (!user?.emailVerified) return;
    try {
      await parts.onEmailVerified?.({ id: Number(user.id), email: user.email });
    } catch (error) {
      log.error({ err: error }, 'could not look for purchases made with a confirmed address');
    }
  };

  const accountWritten = async (user: Parameters<typeof emailVerified>[0]) => {
    await emailVerified(user);
    const { onAccountWritten } = parts;
    if (!user || !onAccountWritten) return;
    background.start('indexing an account', () => onAccountWritten(Number(user.id)));
  };

  const mails = authMails({
    appUrl: config.appUrl,
    secrets,
    context: () => auth.$context,
    limiter,
    log,
    correctionOf,
    enqueue: parts.enqueueMail,
    onceCommitted: (work) =>
      queueAfterTransactionHook(async () => {
        try {
          await work();
        } catch (error) {
          // better-auth may swallow the error and announce an e-mail that is never sent. Recording the error makes the
          // request fail instead.
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
      password: { hash: hashOfPassword, verify: (given) => verifyAndRemember(log, given) },
      resetPasswordTokenExpiresIn: resetSeconds,
      // Ignores better-auth's token. The token that counts is created when the e-mail is sent.
      sendResetPassword: ({ user }, request) => mails.enqueue('reset-password', user, wishIn(request)),
      onExistingUserSignUp: ({ user }, request) => mails.enqueue('already-registered', user, wishIn(request)),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: verificationSeconds,
      afterEmailVerification: async (user) => {
        const { internalAdapter } = await auth.$context;
        await discardUnverifiedCredentials({ internalAdapter, correctionOf }, user.id);
      },
      sendVerificationEmail: ({ user }, request) => mails.enqueue('verify-email', user, wishIn(request)),
    },
    databaseHooks: {
      user: {
        create: {
          // The terms have been accepted, because the endpoint rejects registrations without that.
          before: async (user, context) =>
            context?.path === '/sign-up/email'
              ? { data: { ...user, termsAcceptedAt: new Date() } }
              : undefined,
          after: (user) => accountWritten(user),
        },
        update: { after: (user) => accountWritten(user) },
      },
      // Sets the time of the last authentication, because starting a session counts as one.
      session: {
        create: {
          // Stores the IP address as it is displayed. better-auth would store the expanded network of an IPv6 address.
          before: async (session, context) => {
            // Every way of signing in ends here, after its credentials were accepted.
            const user = await (await auth.$context).internalAdapter.findUserById(session.userId);
            if (user && isBlocked(user)) throw refusal('FORBIDDEN', 'ACCOUNT_BLOCKED');
            return {
              data: {
                ...session,
                ipAddress: addressIn(context?.headers?.get(addressHeader)),
                reauthenticatedAt: new Date(),
              },
            };
          },
        },
      },
    },
    plugins: [
      passwordStillRight({ tables, log }),
      // Must come before two-step verification, which may revoke the new session: the password was right all the same.
      oldHashes({ tables, background }),
      confirmAddress({ secrets, tables, correctionOf, page: pages.verified }),
      socialSignIn({
        ...{ providers, secrets, tables },
        record,
        log,
        mails: {
          enqueueLink: mails.enqueueFirstSignIn,
          enqueueAlreadyRegistered: (user) => mails.enqueue('already-registered', user),
        },
      }),
      browserSession({ providers }),
      resetPassword({ record, tables, correctionOf }),
      revokePreviousSession(),
      twoStep({ page: page(pages.login), limiter, record, tables, authSecrets: secrets, log }),
      passkeys({ appUrl: config.appUrl, appName, record, tables, log }),
      refuseWeakPasswords({
        isBreached: breachedPasswords({ url: parts.breachedPasswordsUrl ?? null, log }),
      }),
      deviceCookie({ secrets }),
      logSignIns({
        record,
        isKnownBrowser: (cookies, userId) =>
          deviceCookieOf(cookies, userId, { prefix: cookiePrefix, secrets }) !== null,
        background,
      }),
    ],
    session: { ...authTables.session, expiresIn: rememberedSeconds, updateAge: daySeconds },
    verification: { ...authTables.verification, storeIdentifier: storedIdentifiers },
    // Turned off because better-auth's limits count per process and don't consider accounts. `auth-rate-limits`
    // replaces them.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: config.appUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      // Set explicitly, because the default differs if NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: 'serial' },
    },
    telemetry: { enabled: false },
    // Passes unexpected errors to the portal's handler instead of printing them.
    onAPIError: { throw: true },
    logger: authLogger(log),
  });
  return { auth, mails };
}
