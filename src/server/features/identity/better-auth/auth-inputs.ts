/** Validates the input of the authentication endpoints. Endpoints that aren't listed don't exist. */
import { z } from 'zod';
import { Locale, Password, Registration } from '#shared/accounts/accounts.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { comparableAddress, EmailAddress } from '#shared/identity/email-address.ts';
import { PasskeyName, PasskeyPurpose } from '#shared/identity/passkeys.ts';

/**
 * For endpoints that need an existing account. Not validated as an address, because existing accounts may have unusual
 * ones.
 */
const GivenAddress = z.string().trim().min(1).max(1_000).transform(comparableAddress);

/** Any text, so that passwords set under earlier rules still work. Only the hash decides. */
const GivenPassword = z.string().min(1).max(1_000);

/** Six digits. Apps show them with a space in the middle, and users type it. */
const TotpCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/));

/** Accepts upper and lower case, with or without the hyphen. */
const RecoveryCode = z
  .string()
  .max(40)
  .transform((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  .pipe(z.string().length(10))
  .transform((text) => `${text.slice(0, 5)}-${text.slice(5)}`);

const rememberDevice = z.boolean().default(false);

const Base64Url = z
  .string()
  .max(8_000)
  .regex(/^[A-Za-z0-9_-]*$/);
const credential = {
  id: Base64Url.min(1),
  rawId: Base64Url.min(1),
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
  authenticatorAttachment: z.string().max(40).optional(),
};

/** A passkey's assertion, which signs the user in (WebAuthn, section 5.2.2). */
const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
});

/** A new passkey's attestation (WebAuthn, section 5.2.1). */
const Attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});

/** Schemas by path. The tests that cover every endpoint iterate over this list. */
export const endpoints = {
  '/sign-up/email': Registration.extend({ locale: Locale.default('en') }),
  '/sign-in/email': z.object({
    email: GivenAddress,
    password: GivenPassword,
    /** If false, the session ends when the browser closes, or after a day. */
    rememberMe: z.boolean().default(false),
  }),
  '/sign-out': z.object({}),
  '/send-verification-email': z.object({ email: GivenAddress }),
  '/request-password-reset': z.object({ email: GivenAddress }),
  '/reset-password': z.object({ token: z.string().min(1).max(200), newPassword: Password }),
  '/reset-password/check': z.object({ token: z.string().min(1).max(200) }),
  /** Either the existing password or a new one to replace it. */
  '/confirm-address': z
    .object({
      token: z.string().min(1).max(1_000),
      password: GivenPassword.optional(),
      newPassword: Password.optional(),
    })
    .refine(({ password, newPassword }) => (password === undefined) !== (newPassword === undefined)),
  '/first-sign-in': z.object({}),
  '/first-sign-in/finish': z.object({
    termsAccepted: z.literal(true),
    /** Required if the provider doesn't vouch for an address. */
    email: EmailAddress.optional(),
    locale: Locale.default('en'),
  }),
  '/first-sign-in/confirm': z.object({ token: z.string().min(1).max(200) }),
  '/second-step/waiting': z.object({}),
  '/passkey/generate-register-options': z.object({}),
  '/passkey/verify-registration': z.object({ name: PasskeyName, response: Attestation }),
  '/passkey/generate-authenticate-options': z.object({ purpose: PasskeyPurpose }),
  '/passkey/verify-authentication': z.object({ response: Assertion, rememberDevice }),
  '/confirm/passkey': z.object({ response: Assertion }),
  '/two-factor/verify-totp': z.object({ code: TotpCode, rememberDevice }),
  '/two-factor/verify-backup-code': z.object({ code: RecoveryCode, rememberDevice }),
} as const satisfies Record<string, z.ZodType>;

/** Endpoints called with a POST and a JSON body. */
export type PostEndpoint = keyof typeof endpoints;

/** The target of the link in the confirmation e-mail. */
export const verifyEmailEndpoint = '/verify-email';

/** Signs in with a passkey, either alone or as the second factor. */
export const passkeySignInEndpoint = '/passkey/verify-authentication';

/**
 * better-auth exposes these as GET endpoints. The portal only accepts POST, because they change state by storing a
 * challenge.
 */
export const askedInside: ReadonlySet<string> = new Set<PostEndpoint>([
  '/passkey/generate-register-options',
  '/passkey/generate-authenticate-options',
]);

export const isPostEndpoint = (path: string): path is PostEndpoint => Object.hasOwn(endpoints, path);

export type ReadInput =
  | { ok: true; body: Record<string, unknown> }
  | { ok: false; code: AuthRefusal; issues: { path: string; message: string }[] };

function codeOf(issue: z.core.$ZodIssue): AuthRefusal {
  switch (issue.path[0]) {
    case 'termsAccepted':
      return 'TERMS_NOT_ACCEPTED';
    case 'name':
      return 'INVALID_NAME';
    case 'email':
      return 'INVALID_EMAIL';
    case 'password':
    case 'newPassword':
      if (issue.code === 'too_small') return 'PASSWORD_TOO_SHORT';
      return issue.code === 'too_big' ? 'PASSWORD_TOO_LONG' : 'INVALID_INPUT';
    case 'code':
      return 'INVALID_CODE';
    default:
      return 'INVALID_INPUT';
  }
}

/** Validates the body for an endpoint. Drops unknown fields, so that nothing else can be set through better-auth. */
export function readInput(endpoint: PostEndpoint, body: unknown): ReadInput {
  const parsed = endpoints[endpoint].safeParse(body);
  if (parsed.success) return { ok: true, body: parsed.data };
  const [first] = parsed.error.issues;
  return {
    ok: false,
    code: first ? codeOf(first) : 'INVALID_INPUT',
    issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  };
}
