/** Reads the settings of the sign-in providers, and defines the endpoints of the public ones. */
import { z } from 'zod';
import { type LoginProviderId, loginProviderIds } from '#shared/identity/login-providers.ts';
import { commaSeparated } from './comma-separated.ts';
import { isPlainHttpElsewhere } from './other-machine.ts';

/** A configured sign-in provider. */
export interface LoginProvider {
  id: LoginProviderId;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Expected `iss` of the ID token, and of the callback if it has one (RFC 9207). */
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  userUrl: string;
  /** The provider's separate endpoint for e-mail addresses; null if it has none. */
  emailsUrl: string | null;
}

type Addresses = Pick<LoginProvider, 'issuer' | 'authorizeUrl' | 'tokenUrl' | 'userUrl' | 'emailsUrl'>;
type Variables = Record<string, string | undefined>;

/** Endpoints of the public providers. Null for the self-hosted products, whose server URL is a setting. */
const addresses = {
  github: {
    issuer: 'https://github.com/login/oauth',
    authorizeUrl: 'https://github.com/login/oauth/authorize',
    tokenUrl: 'https://github.com/login/oauth/access_token',
    userUrl: 'https://api.github.com/user',
    emailsUrl: 'https://api.github.com/user/emails',
  },
  google: {
    issuer: 'https://accounts.google.com',
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    userUrl: 'https://openidconnect.googleapis.com/v1/userinfo',
    emailsUrl: null,
  },
  facebook: {
    issuer: 'https://www.facebook.com',
    authorizeUrl: 'https://www.facebook.com/v23.0/dialog/oauth',
    tokenUrl: 'https://graph.facebook.com/v23.0/oauth/access_token',
    userUrl: 'https://graph.facebook.com/v23.0/me?fields=id,name,email',
    emailsUrl: null,
  },
  linkedin: {
    issuer: 'https://www.linkedin.com/oauth',
    authorizeUrl: 'https://www.linkedin.com/oauth/v2/authorization',
    tokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
    userUrl: 'https://api.linkedin.com/v2/userinfo',
    emailsUrl: null,
  },
  microsoft: {
    // Covers work, school and personal accounts. Every tenant has a different issuer.
    issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
    authorizeUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    userUrl: 'https://graph.microsoft.com/oidc/userinfo',
    emailsUrl: null,
  },
  monica: null,
  officelife: null,
} as const satisfies Record<LoginProviderId, Addresses | null>;

/** Returns the endpoints of a Laravel Passport server, all of which are under one base URL. */
const passportAt = (host: string): Addresses => ({
  issuer: host,
  authorizeUrl: `${host}/oauth/authorize`,
  tokenUrl: `${host}/oauth/token`,
  userUrl: `${host}/api/me`,
  emailsUrl: null,
});

type Prefix = Uppercase<LoginProviderId>;
const prefixOf = (id: LoginProviderId) => id.toUpperCase() as Prefix;

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const baseUrl = httpUrl.transform((url) => url.replace(/\/+$/, ''));

/** Creates optional settings named `<PROVIDER>_<NAME>`, one for every combination of provider and name. */
const forEach = <const Names extends readonly string[], Schema extends z.ZodType>(
  ids: readonly LoginProviderId[],
  names: Names,
  schema: Schema,
) =>
  Object.fromEntries(
    ids.flatMap((id) => names.map((name) => [`${prefixOf(id)}_${name}`, schema.optional()])),
  ) as Record<`${Prefix}_${Names[number]}`, z.ZodOptional<Schema>>;

const publicIds = loginProviderIds.filter((id) => addresses[id] !== null);
const hostIds = loginProviderIds.filter((id) => addresses[id] === null);

const names = z.string().transform((text) => [...new Set(commaSeparated(text.toLowerCase()))]);

/** Schema of the provider settings in the environment. */
export const loginProviderShape = {
  LOGIN_PROVIDERS: names
    .pipe(z.array(z.enum(loginProviderIds, `may name ${loginProviderIds.join(', ')}`)))
    .default([]),
  ...forEach(loginProviderIds, ['CLIENT_ID', 'CLIENT_SECRET'], z.string()),
  ...forEach(loginProviderIds, ['REDIRECT_URI'], httpUrl),
  ...forEach(publicIds, ['ISSUER'], z.string()),
  ...forEach(publicIds, ['AUTHORIZE_URL', 'TOKEN_URL', 'USER_URL'], httpUrl),
  ...forEach(['github'], ['EMAILS_URL'], httpUrl),
  ...forEach(hostIds, ['HOST'], baseUrl),
};

function addressesOf(id: LoginProviderId, given: Variables): Addresses {
  const known = addresses[id];
  const prefix = prefixOf(id);
  if (known === null) return passportAt(given[`${prefix}_HOST`]?.replace(/\/+$/, '') ?? '');
  return {
    issuer: given[`${prefix}_ISSUER`] ?? known.issuer,
    authorizeUrl: given[`${prefix}_AUTHORIZE_URL`] ?? known.authorizeUrl,
    tokenUrl: given[`${prefix}_TOKEN_URL`] ?? known.tokenUrl,
    userUrl: given[`${prefix}_USER_URL`] ?? known.userUrl,
    emailsUrl: known.emailsUrl && (given[`${prefix}_EMAILS_URL`] ?? known.emailsUrl),
  };
}

const namedIn = (given: Variables): LoginProviderId[] =>
  loginProviderShape.LOGIN_PROVIDERS.safeParse(given.LOGIN_PROVIDERS).data ?? [];

/** Lists the missing and invalid settings of the providers named in LOGIN_PROVIDERS. */
export function problemsOfLoginProviders(given: Variables): string[] {
  return namedIn(given).flatMap((id) => {
    const prefix = prefixOf(id);
    const needed = ['CLIENT_ID', 'CLIENT_SECRET', 'REDIRECT_URI', ...(addresses[id] ? [] : ['HOST'])];
    const missing = needed.filter((name) => given[`${prefix}_${name}`] === undefined);
    const redirectUri = given[`${prefix}_REDIRECT_URI`];
    const appUrl = URL.canParse(given.APP_URL ?? '') ? new URL(given.APP_URL ?? '').origin : null;
    const callback = appUrl && `${appUrl}/auth/${id}/callback`;
    // Client secrets must not be sent in the clear (RFC 9700, section 2.6).
    const { authorizeUrl, tokenUrl, userUrl, emailsUrl } = addressesOf(id, given);
    const inTheClear =
      given.NODE_ENV === 'production' &&
      [authorizeUrl, tokenUrl, userUrl, emailsUrl ?? ''].some(isPlainHttpElsewhere);
    return [
      ...missing.map((name) => `${prefix}_${name} is missing (LOGIN_PROVIDERS names ${id})`),
      ...(redirectUri && callback && redirectUri !== callback
        ? [`${prefix}_REDIRECT_URI must be ${callback}`]
        : []),
      ...(inTheClear ? [`${prefix}: its addresses must be https in production`] : []),
    ];
  });
}

/** Returns the providers named in LOGIN_PROVIDERS, in display order. Their settings must have been validated. */
export function loginProvidersOf(given: Variables): readonly LoginProvider[] {
  return namedIn(given).map((id) => {
    const setting = (name: string): string => given[`${prefixOf(id)}_${name}`] ?? '';
    return {
      id,
      clientId: setting('CLIENT_ID'),
      clientSecret: setting('CLIENT_SECRET'),
      redirectUri: setting('REDIRECT_URI'),
      ...addressesOf(id, given),
    };
  });
}
