/** What each door of sign-in accepts. A door that is not in the list does not exist. */
import { z } from 'zod';
import { Email, Locale, Password, Registration } from '#shared/accounts.ts';

const EmailAddress = z.string().trim().toLowerCase().pipe(Email);

/** Any text that may be a password: whether it is one, only its hash tells. */
const GivenPassword = z.string().min(1).max(1_000);

const doors = {
  '/sign-up/email': Registration.extend({ email: EmailAddress, locale: Locale.default('en') }),
  '/sign-in/email': z.object({
    email: EmailAddress,
    password: GivenPassword,
    /** False: the session ends with the browser, or after a day. */
    rememberMe: z.boolean().default(false),
  }),
  '/sign-out': z.object({}),
  '/send-verification-email': z.object({ email: EmailAddress }),
  '/request-password-reset': z.object({ email: EmailAddress }),
  '/reset-password': z.object({ token: z.string().min(1).max(200), newPassword: Password }),
  /** Either the password that stands, or one that takes its place. */
  '/confirm-address': z
    .object({
      token: z.string().min(1).max(1_000),
      password: GivenPassword.optional(),
      newPassword: Password.optional(),
    })
    .refine(({ password, newPassword }) => (password === undefined) !== (newPassword === undefined)),
} as const satisfies Record<string, z.ZodType>;

/** Doors that are opened with a POST and a JSON body. */
export type PostDoor = keyof typeof doors;

/** The link in the confirmation mail. */
export const verifyEmailDoor = '/verify-email';

export const isPostDoor = (path: string): path is PostDoor => Object.hasOwn(doors, path);

/** What a person did wrong, as one word that the client has a sentence for. */
export type InputCode =
  | 'TERMS_NOT_ACCEPTED'
  | 'INVALID_NAME'
  | 'INVALID_EMAIL'
  | 'PASSWORD_TOO_SHORT'
  | 'PASSWORD_TOO_LONG'
  | 'INVALID_INPUT';

export type ReadInput =
  | { ok: true; body: Record<string, unknown> }
  | { ok: false; code: InputCode; issues: { path: string; message: string }[] };

function codeOf(issue: z.core.$ZodIssue): InputCode {
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
    default:
      return 'INVALID_INPUT';
  }
}

/** Parses a body for its door. What the door does not know is left out, so nothing else can be set through it. */
export function readInput(door: PostDoor, body: unknown): ReadInput {
  const parsed = doors[door].safeParse(body);
  if (parsed.success) return { ok: true, body: parsed.data };
  const [first] = parsed.error.issues;
  return {
    ok: false,
    code: first ? codeOf(first) : 'INVALID_INPUT',
    issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  };
}
