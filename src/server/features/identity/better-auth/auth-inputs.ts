/** What each endpoint of sign-in accepts. An endpoint that is not in the list does not exist. */
import { z } from 'zod';
import { Locale, Password, Registration } from '#shared/accounts/accounts.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { comparableAddress, EmailAddress } from '#shared/identity/email-address.ts';
import { PasskeyName, PasskeyPurpose } from '#shared/identity/passkeys.ts';

/** Where there should be an account already: whether there is one decides, not how its address looks. */
const GivenAddress = z.string().trim().min(1).max(1_000).transform(comparableAddress);

/** Any text that may be a password: whether it is one, only its hash tells. */
const GivenPassword = z.string().min(1).max(1_000);

/** As apps show it, and as people type it: with a space in the middle. */
const TotpCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/));

/** With or without its hyphen, in whatever case. */
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

/** What a passkey signs to come in (WebAuthn, section 5.2.2). */
const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.optional(),
  }),
});

/** What a passkey says of itself when it is made (WebAuthn, section 5.2.1). */
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

/** By its path. The tests that try every endpoint read this list. */
export const endpoints = {
  '/sign-up/email': Registration.extend({ locale: Locale.default('en') }),
  '/sign-in/email': z.object({
    email: GivenAddress,
    password: GivenPassword,
    /** False: the session ends with the browser, or after a day. */
    rememberMe: z.boolean().default(false),
  }),
  '/sign-out': z.object({}),
  '/send-verification-email': z.object({ email: GivenAddress }),
  '/request-password-reset': z.object({ email: GivenAddress }),
  '/reset-password': z.object({ token: z.string().min(1).max(200), newPassword: Password }),
  '/reset-password/check': z.object({ token: z.string().min(1).max(200) }),
  /** Either the password that stands, or one that takes its place. */
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
    /** Where the provider does not vouch for one. */
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

/** Endpoints that are opened with a POST and a JSON body. */
export type PostEndpoint = keyof typeof endpoints;

/** The link in the confirmation mail. */
export const verifyEmailEndpoint = '/verify-email';

/** Where a passkey signs in, alone or as the second factor. */
export const passkeySignInEndpoint = '/passkey/verify-authentication';

/** Endpoints that better-auth opens with a GET; here what changes anything, a challenge too, comes by POST. */
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

/** Parses a body for its endpoint. What the endpoint does not know is left out, so nothing else can be set through it. */
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
