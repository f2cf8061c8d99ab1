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
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import { authLogger } from './better-auth/auth-logger.ts';
import { addressHeader, authPath } from './better-auth/auth-request.ts';
import type { AuthSecret } from './better-auth/auth-secrets.ts';
import { authTables } from './better-auth/auth-tables.ts';
import type { BackgroundTaskList } from './better-auth/background-tasks.ts';
import type { DatabaseErrorTracker } from './better-auth/database-error-tracker.ts';
import { authMails, resetSeconds, verificationSeconds } from './mails/auth-mails.ts';
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

const day = 24 * 3_600;
/** A remembered session lives this long after its last use. */
const rememberedSeconds = 30 * day;
export const cookiePrefix = 'portal';
/** What authenticator apps and passkeys show. */
const appName = 'Customer portal';

export interface Foundations {
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  background: BackgroundTaskList;
  storage: ReturnType<typeof hashedSessionTokens>;
  watch: DatabaseErrorTracker;
  /** Null where nothing is counted. */
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
