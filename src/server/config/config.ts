/** Parses the environment into a frozen, typed `Config`. No other module of the server reads `process.env`. */
import { z } from 'zod';
import type { Brand } from '#server/platform/brand/brand.ts';
import { readBrand } from '#server/platform/brand/read-brand.ts';
import type { DatabaseAddress } from '#server/platform/database/address.ts';
import { isTrustedProxies } from '#server/platform/http/request/client-address.ts';
import { CountryCode } from '#shared/catalogue/catalogue.ts';
import { forEachProduct, productTable } from '#shared/catalogue/products.ts';
import { isEmailAddress } from '#shared/identity/email-address.ts';
import { commaSeparated } from './comma-separated.ts';
import { problemsOfContradictions } from './contradictions.ts';
import { readDatabaseSettings } from './database.ts';
import { ExchangeRates } from './exchange-rates.ts';
import { flag } from './flag.ts';
import { legacyShape } from './legacy.ts';
import { loginProviderShape, loginProvidersOf, problemsOfLoginProviders } from './login-providers.ts';
import { phpPortalShape } from './php-portal.ts';
import { problemsOfProduction } from './production.ts';

const secretKey = z
  .string()
  .regex(
    /^base64:[A-Za-z0-9+/]{43}=$/,
    'must be "base64:" followed by 32 bytes in base64 (generate one with key:generate)',
  )
  .transform((text) => Buffer.from(text.slice('base64:'.length), 'base64'));

const secretKeys = z.string().transform(commaSeparated).pipe(z.array(secretKey));

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((url) => url.replace(/\/+$/, ''));
const isBareAddress = (text: string): boolean => {
  const { username, pathname, search, hash } = new URL(text);
  return `${username}${pathname}${search}${hash}` === '/';
};
/** An e-mail address. It isn't normalized, because it is displayed as written. */
const Address = z.string().refine(isEmailAddress, 'must be an e-mail address, such as help@example.com');
const oneOf = <const Name extends string>(names: readonly [...Name[], Name]) =>
  z.enum(names, `must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);
const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce
    .number({ error })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, error);
};

/** A port, or `fd:3` for a listening socket inherited from the parent process. */
const portOrSocket = z.union(
  [
    z
      .string()
      .regex(/^fd:\d{1,4}$/)
      .transform((text) => ({ fd: Number(text.slice('fd:'.length)) })),
    wholeNumber(0, 65_535),
  ],
  'must be a whole number from 0 to 65535, or fd: followed by the number of an open socket, such as fd:3',
);

/** Longest name of the portal that fits beside the logo on a phone, if it is wrapped. */
const maxNameLength = 60;

/** Headers that contain credentials or the host name, and therefore never a country. */
const neverCountries = new Set(['cookie', 'authorization', 'host']);

/** The number of proxies in front of the server, or their addresses ("loopback, 10.0.0.0/8"). */
const trustProxy = z
  .string()
  .refine(
    isTrustedProxies,
    'must be the number of proxies in front of the portal, such as 1, or their addresses, such as "loopback, 10.0.0.0/8"; networks larger than /8 (IPv6: /16) are not allowed',
  )
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : text));

/** URLs of services that the portal sends requests to, some of them with secrets. Production requires TLS for them. */
const askedShape = {
  PADDLE_VENDORS_URL: httpUrl.optional(),
  PADDLE_CHECKOUT_URL: httpUrl.optional(),
  BREACHED_PASSWORDS_URL: httpUrl.optional(),
};

const Environment = z.object({
  NODE_ENV: oneOf(['production', 'development', 'test']).default('development'),
  APP_URL: httpUrl
    .refine(isBareAddress, 'must have nothing after the host, as in https://customers.example.com')
    .transform((url) => new URL(url).origin),
  PORT: portOrSocket.default(3000),
  BIND_ADDRESS: z.string().min(1).default('0.0.0.0'),
  APP_KEY: secretKey,
  APP_KEY_PREVIOUS: secretKeys.default([]),
  /** The database settings, which are validated together in config/database.ts. */
  DATABASE_URL: z.string().optional(),
  DB_HOST: z.string().optional(),
  DB_PORT: wholeNumber(1, 65_535).default(3306),
  DB_DATABASE: z.string().optional(),
  DB_USERNAME: z.string().optional(),
  DB_PASSWORD: z.string().default(''),
  DB_SSL_MODE: z.string().optional(),
  DB_SSL_CA: z.string().optional(),
  DB_POOL_SIZE: wholeNumber(1, 500).default(10),
  PRIVATE_KEY: secretKey,
  PRIVATE_KEY_PREVIOUS: secretKeys.default([]),
  LICENCE_GRACE_DAYS: wholeNumber(0, 60).default(7),
  NEXT_CHECK_AFTER_DAYS: wholeNumber(0, 1).default(1),
  KEEP_LICENCE_LINKS: flag.default(true),
  RENEWAL_NOTICE_MONTHLY: flag.default(false),
  EXCHANGE_RATES: ExchangeRates.optional(),
  VALIDATE_RATE_LIMIT: wholeNumber(1, 1_000_000).default(200),
  PADDLE_VENDOR_ID: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  PADDLE_VENDOR_AUTH_CODE: z.string().min(1),
  /**
   * The format is validated only in production. Elsewhere, an invalid key makes every alert fail, because the signature
   * check is never skipped.
   */
  PADDLE_PUBLIC_KEY: z.string().default(''),
  PADDLE_SANDBOX: flag.default(false),
  MAIL_HOST: z.string().min(1),
  MAIL_PORT: wholeNumber(1, 65_535).default(587),
  MAIL_USERNAME: z.string().optional(),
  MAIL_PASSWORD: z.string().optional(),
  MAIL_ENCRYPTION: oneOf(['tls', 'starttls', 'none']).default('starttls'),
  MAIL_FROM_ADDRESS: Address,
  MAIL_FROM_NAME: z.string().optional(),
  SUPPORT_EMAIL: Address,
  BRAND_NAME: z
    .string()
    .trim()
    .refine(
      (name) => name.length <= maxNameLength && !/[\p{Cc}{}<>]/u.test(name),
      `must be one line of at most ${maxNameLength} characters, without braces and angle brackets`,
    )
    .optional(),
  BRAND_DIR: z.string().optional(),
  OPERATOR_NAME: z.string().optional(),
  OPERATOR_ADDRESS: z.string().optional(),
  MONICA_BILLING_URL: httpUrl,
  OFFICELIFE_BILLING_URL: httpUrl,
  SOURCE_URL: httpUrl.default('https://github.com/monicahq/customers'),
  FALLBACK_COUNTRY: z
    .string()
    .refine((text) => CountryCode.safeParse(text).success, 'must be two capital letters, such as FR')
    .default('US'),
  TRUST_PROXY: trustProxy.optional(),
  /** The header in which the proxy passes the visitor's country. No header is trusted unless named here. */
  COUNTRY_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header, such as CF-IPCountry')
    .transform((name) => name.toLowerCase())
    .refine((name) => !neverCountries.has(name), 'must be a header that the proxy sets, such as CF-IPCountry')
    .optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_PORT: portOrSocket.optional(),
  DRAIN_SECONDS: wholeNumber(0, 300).default(10),
  /** Read by `import:compare` alone. */
  COMPARE_CLIENT_SECRET: z.string().optional(),
  CLOCK_URL: httpUrl.optional(),
  ...legacyShape,
  ...askedShape,
  ...loginProviderShape,
  ...phpPortalShape,
  /** Serves the pages through Vite, reloading on changes. For development only. */
  DEV_CLIENT: flag.default(false),
});

/** The names of all settings. `.env.example` explains each. */
export const settingNames: readonly string[] = Object.keys(Environment.shape);

const paddleBases = {
  live: { vendors: 'https://vendors.paddle.com/api/2.0', checkout: 'https://checkout.paddle.com/api/2.0' },
  sandbox: {
    vendors: 'https://sandbox-vendors.paddle.com/api/2.0',
    checkout: 'https://sandbox-checkout.paddle.com/api/2.0',
  },
} as const;

type Settings = z.output<typeof Environment>;

const DatabaseEnvironment = Environment.pick({ DB_PORT: true, DB_POOL_SIZE: true });

function toConfig(
  settings: Settings,
  { database, brand, given }: { database: DatabaseAddress; brand: Brand; given: Variables },
) {
  const paddle = paddleBases[settings.PADDLE_SANDBOX ? 'sandbox' : 'live'];
  return {
    production: settings.NODE_ENV === 'production',
    appUrl: settings.APP_URL,
    port: settings.PORT,
    bindAddress: settings.BIND_ADDRESS,
    /** The current APP_KEY, followed by the previous ones. */
    appKeys: [settings.APP_KEY, ...settings.APP_KEY_PREVIOUS],
    privateKeys: [settings.PRIVATE_KEY, ...settings.PRIVATE_KEY_PREVIOUS],
    database: { address: database, poolSize: settings.DB_POOL_SIZE },
    licences: { graceDays: settings.LICENCE_GRACE_DAYS, nextCheckAfterDays: settings.NEXT_CHECK_AFTER_DAYS },
    /** Whether customers can continue a cancelled subscription without a charge before its paid days are over. */
    keepLicenceLinks: settings.KEEP_LICENCE_LINKS,
    /** Whether renewals of monthly plans are announced by e-mail too. */
    renewalNoticeMonthly: settings.RENEWAL_NOTICE_MONTHLY,
    /** The rates with which the overview converts revenue into one currency; null if it doesn't. */
    exchangeRates: settings.EXCHANGE_RATES ?? null,
    /** Maximum number of pings per second per client, counted separately in each process. */
    validateRateLimit: settings.VALIDATE_RATE_LIMIT,
    paddle: {
      vendorId: settings.PADDLE_VENDOR_ID,
      vendorAuthCode: settings.PADDLE_VENDOR_AUTH_CODE,
      publicKey: settings.PADDLE_PUBLIC_KEY,
      vendorsUrl: settings.PADDLE_VENDORS_URL ?? paddle.vendors,
      checkoutUrl: settings.PADDLE_CHECKOUT_URL ?? paddle.checkout,
    },
    mail: {
      host: settings.MAIL_HOST,
      port: settings.MAIL_PORT,
      username: settings.MAIL_USERNAME ?? null,
      password: settings.MAIL_PASSWORD ?? null,
      encryption: settings.MAIL_ENCRYPTION,
      from: { name: settings.MAIL_FROM_NAME ?? null, address: settings.MAIL_FROM_ADDRESS },
    },
    supportEmail: settings.SUPPORT_EMAIL,
    billingUrls: forEachProduct((product) => settings[productTable[product].billingUrlSetting]),
    /** The person or company that runs the portal, named on the legal pages and in every e-mail. */
    operator: {
      name: settings.OPERATOR_NAME ?? null,
      // Line breaks may be literal or escaped.
      address: settings.OPERATOR_ADDRESS?.replaceAll('\\n', '\n') ?? null,
    },
    brand,
    sourceUrl: settings.SOURCE_URL,
    fallbackCountry: settings.FALLBACK_COUNTRY,
    trustProxy: settings.TRUST_PROXY ?? null,
    countryHeader: settings.COUNTRY_HEADER ?? null,
    logLevel: settings.LOG_LEVEL,
    metricsPort: settings.METRICS_PORT ?? null,
    /** Seconds for which requests are still served after a stop signal, so that load balancers can react to it. */
    drainSeconds: settings.DRAIN_SECONDS,
    clockUrl: settings.CLOCK_URL ?? null,
    breachedPasswordsUrl: settings.BREACHED_PASSWORDS_URL ?? null,
    loginProviders: loginProvidersOf(given),
    phpPortal: { database: settings.LARAVEL_DATABASE_URL ?? null, appKeys: settings.LARAVEL_APP_KEY },
    devClient: settings.DEV_CLIENT,
    /** Further host names that the portal answers to. */
    aliases: settings.APP_ALIASES,
    /** The last day on which people are told what has changed since the PHP portal; null if they aren't told. */
    takeoverNoticeUntil: settings.TAKEOVER_NOTICE_UNTIL ?? null,
    /** A page with the terms and the privacy policy that applied before; null if there is none. */
    earlierTermsUrl: settings.EARLIER_TERMS_URL ?? null,
    /** What is still accepted of the PHP portal. */
    legacyTokens: {
      publicKeys: settings.LARAVEL_PASSPORT_PUBLIC_KEY,
      areAccepted: settings.LEGACY_TOKENS,
    },
  };
}

export type Config = Readonly<ReturnType<typeof toConfig>>;

/**
 * Thrown with a list of all missing and invalid settings, one per line. The list never includes values, because some
 * are secrets.
 */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is incomplete or invalid:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Variables = Record<string, string | undefined>;

/** Drops empty values, which count as absent. */
function givenIn(environment: Variables): Variables {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function problemsOf(error: z.ZodError, given: Variables): string[] {
  return error.issues.map(
    (issue) =>
      `${issue.path.join('.')} ${issue.code === 'invalid_type' && given[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
  );
}

/**
 * The products share PRIVATE_KEY. If APP_KEY were the same, anyone with access to a product could decrypt the portal's
 * data.
 */
function problemsOfKeys({ APP_KEY: appKey, PRIVATE_KEY: privateKey }: Variables): string[] {
  return appKey !== undefined && appKey === privateKey ? ['APP_KEY must be different from PRIVATE_KEY'] : [];
}

/** Parses the settings; empty values count as absent. Throws `ConfigError` with all problems at once. */
export function readConfig(environment: Variables = process.env): Config {
  const given = givenIn(environment);
  const parsed = Environment.safeParse(given);
  const database = readDatabaseSettings(given);
  const brand = readBrand({ name: parsed.data?.BRAND_NAME || null, folder: given.BRAND_DIR ?? null });
  const problems = [
    ...(parsed.success ? [] : problemsOf(parsed.error, given)),
    ...(database.status === 'wrong' ? database.problems : []),
    ...(brand.status === 'wrong' ? brand.problems : []),
    ...problemsOfKeys(given),
    ...problemsOfContradictions(given),
    ...problemsOfLoginProviders(given),
    ...problemsOfProduction(given, Object.keys(askedShape)),
  ];
  if (!parsed.success || database.status === 'wrong' || brand.status === 'wrong' || problems.length > 0)
    throw new ConfigError(problems);
  return Object.freeze(toConfig(parsed.data, { database: database.address, brand: brand.brand, given }));
}

/** Reads only the database settings, for commands such as `migrate` that need nothing else. Throws `ConfigError`. */
export function readDatabaseConfig(environment: Variables = process.env): Config['database'] {
  const given = givenIn(environment);
  const parsed = DatabaseEnvironment.safeParse(given);
  const database = readDatabaseSettings(given);
  const problems = [
    ...(parsed.success ? [] : problemsOf(parsed.error, given)),
    ...(database.status === 'wrong' ? database.problems : []),
  ];
  if (!parsed.success || database.status === 'wrong') throw new ConfigError(problems);
  return { address: database.address, poolSize: parsed.data.DB_POOL_SIZE };
}

/**
 * Reads only Paddle's public key, for verifying an alert by hand. The caller checks its format. Throws `ConfigError` if
 * it is missing.
 */
export function readPaddlePublicKey(environment: Variables = process.env): string {
  const { PADDLE_PUBLIC_KEY: key } = givenIn(environment);
  if (key === undefined) throw new ConfigError(['PADDLE_PUBLIC_KEY is missing']);
  return key;
}

/** Reads only the secret with which `import:compare` signs in. Throws `ConfigError` if it is missing. */
export function readCompareClientSecret(environment: Variables = process.env): string {
  const { COMPARE_CLIENT_SECRET: secret } = givenIn(environment);
  if (secret === undefined) throw new ConfigError(['COMPARE_CLIENT_SECRET is missing']);
  return secret.trim();
}

/**
 * Returns true if an npm script, such as `npm start`, started the process. npm forwards signals from the terminal that
 * the process has already received, so they arrive twice.
 */
export const isRunByNpm = (environment: Variables = process.env): boolean =>
  environment.npm_lifecycle_event !== undefined;
