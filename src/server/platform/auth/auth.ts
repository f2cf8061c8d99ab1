/** Sign-in: better-auth on our tables, with our rules. Real time, never the business clock. */
import type { IncomingHttpHeaders } from 'node:http';
import { betterAuth } from 'better-auth/minimal';
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import { type AccountView, Locale, passwordLength } from '#shared/accounts.ts';
import { AppError } from '#shared/errors.ts';
import { pages } from '#shared/pages.ts';
import type { Config } from '../../config.ts';
import type { Mailer } from '../mail/mailer.ts';
import { addressHeader, authPath, createAuthHandler } from './auth-handler.ts';
import { verifyEmailDoor } from './auth-inputs.ts';
import { type AuthSecret, authSecrets } from './auth-secrets.ts';
import { authTables } from './auth-tables.ts';
import { type BackgroundWork, backgroundWork } from './background-work.ts';
import { confirmAddress, discardUnproven } from './confirm-address.ts';
import { hashedSessionTokens } from './hashed-session-tokens.ts';
import { outageWatch } from './outage-watch.ts';
import { hashOfPassword, isPasswordOf } from './passwords.ts';
import { resignCookies } from './resigned-cookies.ts';
import { sequelizeAdapter } from './sequelize-adapter.ts';

export interface AuthParts {
  config: Pick<Config, 'appUrl' | 'appKeys'>;
  db: Sequelize;
  mail: Pick<Mailer, 'send'>;
  log: Logger;
  /** Told of every account whose address is known to be its owner's from now on. Its failure is logged, no more. */
  onAddressProven?: (account: { id: number; email: string }) => Promise<void>;
  /** In this process, by address and door. Tests that sign in all day switch it off. */
  rateLimit?: boolean;
  /** How long an answer takes at least where it knows whether an address has an account. */
  minimumAnswerMilliseconds?: number;
}

export type SignedInAccount = AccountView;
export type Auth = ReturnType<typeof createAuth>;

const hour = 3_600;
const day = 24 * hour;
/** A remembered session lives this long after its last use. */
const rememberedSeconds = 30 * day;
const cookiePrefix = 'portal';

/**
 * - `handler`: for Express, at `/api/auth/{*path}`, before any body parser.
 * - `accountOf`: whose session a request carries. With `setCookies` it also prolongs the session, and hands over
 *   the cookies that the answer must set. Throws `service_unavailable` while the database cannot be reached.
 * - `settled`: resolves when no mail is on its way any more.
 */
export function createAuth(parts: AuthParts) {
  const { config, log } = parts;
  const secrets = authSecrets(config.appKeys);
  const background = backgroundWork(log);
  const watch = outageWatch();
  const storage = hashedSessionTokens(sequelizeAdapter({ db: parts.db, onFailure: watch.note }));
  const auth = createBetterAuth(parts, { secrets, background, storage });
  const resign = (cookies: string) => resignCookies(cookies, cookiePrefix, secrets);

  async function accountOf(
    headers: Pick<IncomingHttpHeaders, 'cookie'>,
    setCookies?: (cookies: string[]) => void,
  ): Promise<SignedInAccount | null> {
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
    return value.response && toAccount(value.response.user);
  }

  return {
    handler: createAuthHandler({
      appUrl: config.appUrl,
      answer: auth.handler,
      resign,
      watch,
      log,
      minimumAnswerMilliseconds: parts.minimumAnswerMilliseconds ?? 400,
    }),
    accountOf,
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

const toAccount = (user: UserRow): SignedInAccount => ({
  id: Number(user.id),
  name: user.name,
  email: user.email,
  emailVerified: user.emailVerified,
  locale: localeOf(user),
  country: user.country ?? null,
  isAdministrator: user.instanceAdministrator === true,
});

interface Ground {
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  background: BackgroundWork;
  storage: ReturnType<typeof hashedSessionTokens>;
}

function createBetterAuth(parts: AuthParts, { secrets, background, storage }: Ground) {
  const { config, mail, log } = parts;
  const page = (path: string) => new URL(path, config.appUrl).href;
  const link = (path: string, query: Record<string, string>) => `${page(path)}?${new URLSearchParams(query)}`;

  const addressProven = async (user: { id: string; email: string; emailVerified: boolean } | null) => {
    if (!user?.emailVerified) return;
    try {
      await parts.onAddressProven?.({ id: Number(user.id), email: user.email });
    } catch (error) {
      log.error({ err: error }, 'what was bought with a confirmed address was not looked for');
    }
  };

  const auth = betterAuth({
    appName: 'Customer portal',
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
      password: { hash: hashOfPassword, verify: isPasswordOf },
      resetPasswordTokenExpiresIn: hour,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        const data = { name: user.name, url: link(pages.resetPassword, { token }) };
        background.start('the mail to reset a password', () =>
          mail.send({ to: user.email, locale: localeOf(user), template: 'reset-password', data }),
        );
      },
      onPasswordReset: async ({ user }) => {
        const { internalAdapter, adapter } = await auth.$context;
        // The mail reached them, so the address is theirs; and no older link may set another password.
        if (!user.emailVerified) {
          await discardUnproven(internalAdapter, user.id);
          await internalAdapter.updateUser(user.id, { emailVerified: true });
        }
        await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: user.id }] });
      },
      onExistingUserSignUp: async ({ user }) => {
        const data = { name: user.name, loginUrl: page(pages.login), resetUrl: page(pages.forgotPassword) };
        background.start('the mail to somebody who has an account', () =>
          mail.send({ to: user.email, locale: localeOf(user), template: 'already-registered', data }),
        );
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: day,
      afterEmailVerification: async (user) => {
        await discardUnproven((await auth.$context).internalAdapter, user.id);
      },
      sendVerificationEmail: async ({ user, token }) => {
        const url = link(`${authPath}${verifyEmailDoor}`, { token, callbackURL: pages.verified });
        const data = { name: user.name, url };
        background.start('the mail to confirm an address', () =>
          mail.send({ to: user.email, locale: localeOf(user), template: 'verify-email', data }),
        );
      },
    },
    databaseHooks: {
      user: {
        create: {
          // The door lets nobody through who has not accepted them.
          before: async (user, context) =>
            context?.path === '/sign-up/email'
              ? { data: { ...user, termsAcceptedAt: new Date() } }
              : undefined,
          after: (user) => addressProven(user),
        },
        update: { after: (user) => addressProven(user) },
      },
    },
    plugins: [confirmAddress({ secrets, page: pages.verified })],
    session: { ...authTables.session, expiresIn: rememberedSeconds, updateAge: day },
    verification: { ...authTables.verification, storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: parts.rateLimit ?? true,
      storage: 'memory',
      window: 60,
      max: 120,
      customRules: {
        '/sign-in/email': { window: 10, max: 10 },
        '/sign-up/email': { window: 10, max: 10 },
        '/send-verification-email': { window: 60, max: 5 },
        '/request-password-reset': { window: 60, max: 5 },
        '/confirm-address': { window: 60, max: 10 },
      },
    },
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
    logger: {
      level: 'warn',
      disableColors: true,
      log: (level, message, ...details) => {
        const error = details.find((each) => each instanceof Error);
        log[level]({ source: 'better-auth', ...(error ? { err: error } : {}) }, message);
      },
    },
  });
  return auth;
}
