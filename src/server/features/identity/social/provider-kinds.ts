/**
 * Defines the differences between providers: scopes, supported features, and where a response contains the user's data.
 */
import { z } from 'zod';
import { EmailAddress } from '#shared/identity/email-address.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';

/** A user as known to a provider. Only `subject` identifies them; the address may change or belong to someone else. */
export interface ProviderPerson {
  subject: string;
  name: string | null;
  email: string | null;
  /** Whether the provider vouches that the address is the user's. */
  emailVerified: boolean;
}

interface ProviderKind {
  scope: string;
  /**
   * Whether ID tokens contain a nonce; LinkedIn's don't. Null if the provider doesn't support OpenID Connect. If it
   * does, an ID token is required and verified.
   */
  openId: { nonce: boolean } | null;
  /**
   * Whether PKCE with S256 is used. LinkedIn supports PKCE only for apps without a secret, and Facebook doesn't
   * document it for servers.
   */
  pkce: boolean;
  /** Set for LinkedIn, whose token response lacks the `token_type` that RFC 6749, section 5.1, requires. */
  omitsTokenType?: true;
  /**
   * Parameters that make the provider ask the user to sign in again or, if that isn't possible, to choose an account.
   */
  signInAgain: Readonly<Record<string, string>>;
  readPerson: (user: unknown, emails: unknown) => ProviderPerson;
}

const subjectText = z.string().min(1).max(255);
/** An ID of a user, which may also be a number. It is converted to text. */
const anyId = z.union([subjectText, z.int().transform(String)]);
const words = z
  .string()
  .trim()
  .transform((text) => text.slice(0, 100).trim() || null)
  .nullish()
  .catch(null);
const address = EmailAddress.nullish().catch(null);

const OpenIdUser = z.object({
  sub: subjectText,
  name: words,
  email: address,
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
    .catch(false),
});

/**
 * Returns a function that reads the user from OpenID Connect claims. `vouches` is true if the provider's
 * `email_verified` proves that the address is the user's.
 */
const openIdPerson =
  ({ vouches }: { vouches: boolean }) =>
  (user: unknown): ProviderPerson => {
    const { sub, name = null, email = null, email_verified } = OpenIdUser.parse(user);
    return { subject: sub, name, email, emailVerified: vouches && email !== null && email_verified };
  };

const GithubUser = z.object({ id: anyId, login: words, name: words });
const GithubEmails = z
  .array(z.object({ email: address, primary: z.boolean(), verified: z.boolean() }))
  .catch([]);

function githubPerson(user: unknown, emails: unknown): ProviderPerson {
  const { id, login, name } = GithubUser.parse(user);
  const email =
    GithubEmails.parse(emails).find(({ primary, verified }) => primary && verified)?.email ?? null;
  return { subject: id, name: name ?? login ?? null, email, emailVerified: email !== null };
}

const FacebookUser = z.object({ id: anyId, name: words, email: address });

function facebookPerson(user: unknown): ProviderPerson {
  const { id, name = null, email = null } = FacebookUser.parse(user);
  return { subject: id, name, email, emailVerified: false };
}

const PassportUser = z.object({
  data: z.object({ id: anyId, name: words, first_name: words, last_name: words, email: address }),
});

/**
 * Reads the user from a Passport server. The address isn't vouched for, because the operator of that server can enter
 * any address.
 */
function passportPerson(user: unknown): ProviderPerson {
  const { id, name, first_name, last_name, email = null } = PassportUser.parse(user).data;
  const inParts = [first_name, last_name].filter(Boolean).join(' ').slice(0, 100).trim();
  return { subject: id, name: name ?? (inParts || null), email, emailVerified: false };
}

const passport: ProviderKind = {
  scope: '',
  openId: null,
  pkce: true,
  signInAgain: { prompt: 'login' },
  readPerson: passportPerson,
};

export const providerKinds: Readonly<Record<LoginProviderId, ProviderKind>> = {
  github: {
    scope: 'user:email',
    openId: null,
    pkce: true,
    signInAgain: { prompt: 'select_account' },
    readPerson: githubPerson,
  },
  google: {
    scope: 'openid email profile',
    openId: { nonce: true },
    pkce: true,
    signInAgain: { prompt: 'select_account' },
    readPerson: openIdPerson({ vouches: true }),
  },
  facebook: {
    scope: 'email public_profile',
    openId: null,
    pkce: false,
    signInAgain: { auth_type: 'reauthenticate' },
    readPerson: facebookPerson,
  },
  linkedin: {
    scope: 'openid email profile',
    openId: { nonce: false },
    pkce: false,
    omitsTokenType: true,
    signInAgain: { prompt: 'login' },
    readPerson: openIdPerson({ vouches: true }),
  },
  microsoft: {
    scope: 'openid email profile',
    openId: { nonce: true },
    pkce: true,
    signInAgain: { prompt: 'login' },
    // The address isn't vouched for, because the administrator of any Microsoft tenant can enter any address.
    readPerson: openIdPerson({ vouches: false }),
  },
  monica: passport,
  officelife: passport,
};
