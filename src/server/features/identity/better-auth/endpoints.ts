/**
 * Defines the authentication endpoints: the input that each accepts and the fields that its response contains.
 * Endpoints that aren't listed don't exist.
 */
import { z } from 'zod';
import { Locale, Password, Registration } from '#shared/accounts/accounts.ts';
import { Wish } from '#shared/catalogue/wish.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { comparableAddress, EmailAddress } from '#shared/identity/email-address.ts';
import { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import { PasskeyCreation, PasskeyName, PasskeyPurpose, PasskeyRequest } from '#shared/identity/passkeys.ts';
import { PendingTwoStep, SignInAnswer } from '#shared/identity/security-log.ts';

/**
 * The address entered at endpoints that need an existing account. It isn't validated as an address, because existing
 * accounts may have unusual ones.
 */
const GivenAddress = z.string().trim().min(1).max(1_000).transform(comparableAddress);

/**
 * Accepts any text, so that passwords set under earlier rules still work. Whether it is right is decided by comparing
 * hashes.
 */
const GivenPassword = z.string().min(1).max(1_000);

/** Six digits. A space is accepted in the middle, because apps show one and users type it. */
const TotpCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/));

/**
 * Accepts codes with or without the hyphen. Codes of the portal may be in upper or lower case; those that came from the
 * PHP portal are twice as long, and their case counts.
 */
const RecoveryCode = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/[^A-Za-z0-9]/g, ''))
  .pipe(z.union([z.string().length(10).toLowerCase(), z.string().length(20)]))
  .transform((text) => `${text.slice(0, text.length / 2)}-${text.slice(text.length / 2)}`);

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

interface Endpoint {
  input: z.ZodType;
  /** Fields that the response contains besides `ok`; none if omitted. All other fields are removed. */
  answer?: z.ZodType<object>;
  /** Set if better-auth itself validates the address in the input. */
  judgesAddress?: true;
  /**
   * Responses that are sent only after a minimum time, because they depend on whether an address has an account: all of
   * them, or only refusals. Only refusals are delayed at endpoints that check a password. There a successful sign-in
   * reveals nothing, but the two kinds of hashes take different times to verify.
   */
  delays?: 'answers' | 'refusals';
}

/** What the user wants to buy, for the link in an e-mail. An unknown wish is dropped: it must not prevent a sign-in. */
const wish = Wish.optional().catch(undefined);

const LinkToken = z.string().min(1).max(200);
const toAddress = {
  input: z.object({ email: GivenAddress }),
  judgesAddress: true,
  delays: 'answers',
} as const;

/** The endpoints by path. The tests that cover every endpoint iterate over this table. */
export const endpoints = {
  '/sign-up/email': {
    input: Registration.extend({ locale: Locale.default('en'), wish }),
    judgesAddress: true,
    delays: 'answers',
  },
  '/sign-in/email': {
    input: z.object({
      email: GivenAddress,
      password: GivenPassword,
      /** If false, the session ends when the browser closes, and after a day at the latest. */
      rememberMe: z.boolean().default(false),
      wish,
    }),
    answer: SignInAnswer,
    judgesAddress: true,
    delays: 'refusals',
  },
  '/sign-out': { input: z.object({}) },
  '/send-verification-email': { ...toAddress, input: toAddress.input.extend({ wish }) },
  /** Whether the address that this browser has registered is confirmed by now, possibly in another browser. */
  '/address-confirmed': { ...toAddress, answer: z.object({ confirmed: z.boolean() }) },
  '/request-password-reset': { ...toAddress, input: toAddress.input.extend({ wish }) },
  '/reset-password': { input: z.object({ token: LinkToken, newPassword: Password }) },
  '/reset-password/check': {
    input: z.object({ token: LinkToken }),
    answer: z.object({ works: z.boolean(), email: z.string().optional() }),
  },
  '/confirm-address': {
    /** The account's existing password, or a new one to replace it. */
    input: z
      .object({
        token: z.string().min(1).max(1_000),
        password: GivenPassword.optional(),
        newPassword: Password.optional(),
      })
      .refine(({ password, newPassword }) => (password === undefined) !== (newPassword === undefined)),
    answer: SignInAnswer,
    delays: 'refusals',
  },
  '/first-sign-in': {
    input: z.object({}),
    answer: z.object({ waiting: PendingSocialSignUpView.nullable() }),
  },
  '/first-sign-in/finish': {
    input: z.object({
      termsAccepted: z.literal(true),
      /** Required if the provider doesn't vouch for an e-mail address. */
      email: EmailAddress.optional(),
      locale: Locale.default('en'),
    }),
    answer: z.object({ status: z.enum(['signed_in', 'mail_sent']) }),
    delays: 'answers',
  },
  '/first-sign-in/confirm': { input: z.object({ token: LinkToken }) },
  '/two-step/pending': { input: z.object({}), answer: PendingTwoStep },
  '/passkey/generate-register-options': { input: z.object({}), answer: PasskeyCreation },
  '/passkey/verify-registration': { input: z.object({ name: PasskeyName, response: Attestation }) },
  '/passkey/generate-authenticate-options': {
    input: z.object({ purpose: PasskeyPurpose }),
    answer: PasskeyRequest,
  },
  '/passkey/verify-authentication': { input: z.object({ response: Assertion, rememberDevice }) },
  '/confirm/passkey': { input: z.object({ response: Assertion }) },
  '/two-factor/verify-totp': { input: z.object({ code: TotpCode, rememberDevice }) },
  '/two-factor/verify-backup-code': { input: z.object({ code: RecoveryCode, rememberDevice }) },
} as const satisfies Record<string, Endpoint>;

/** Endpoints called with a POST and a JSON body. */
export type PostEndpoint = keyof typeof endpoints;

export const isPostEndpoint = (path: string): path is PostEndpoint => Object.hasOwn(endpoints, path);

/** Returns the table's entry for an endpoint; undefined if the table has none. */
export const endpointAt = (path: string): Endpoint | undefined =>
  isPostEndpoint(path) ? endpoints[path] : undefined;

/** The endpoint to which the link in the confirmation e-mail leads. */
export const verifyEmailEndpoint = '/verify-email';

/** The endpoint for signing in with a passkey, which is either the only factor or the second one. */
export const passkeySignInEndpoint = '/passkey/verify-authentication' satisfies PostEndpoint;

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
  const parsed = endpoints[endpoint].input.safeParse(body);
  if (parsed.success) return { ok: true, body: parsed.data };
  const [first] = parsed.error.issues;
  return {
    ok: false,
    code: first ? codeOf(first) : 'INVALID_INPUT',
    issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  };
}

/**
 * Returns the part of better-auth's response that the browser may see. The full response contains the session's token,
 * and an ID that reveals whether an address has an account. Throws if the response doesn't have the expected form.
 */
export async function publicAnswer(path: string, response: Response): Promise<object> {
  const answer = endpointAt(path)?.answer;
  return { ok: true, ...(answer ? answer.parse(await response.json()) : {}) };
}
