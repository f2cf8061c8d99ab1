/**
 * No endpoint takes a new password that is guessed first (NIST SP 800-63B, 5.1.1.2; OWASP ASVS 5.0, 6.2.4, 6.2.11, 6.2.12).
 * better-auth's `haveIBeenPwned` plugin knows breached passwords only, has one fixed service, refuses every password while
 * that is down, and does not cover `/confirm-address`.
 */
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { z } from 'zod';
import { addressOf } from '#server/features/identity/better-auth/address-alias.ts';
import { emailOfLink } from '#server/features/identity/registration/confirm-address.ts';
import type { IsBreached } from './breached-passwords.ts';
import { isCommonPassword } from './common-passwords.ts';
import { isMadeOfContextWords, type Owner } from './context-specific-words.ts';

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

const NewPassword = z.object({
  /** Of `/sign-up/email`, where `newPassword` is absent. */
  password: z.string().optional(),
  newPassword: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  token: z.string().optional(),
});
type NewPassword = z.infer<typeof NewPassword>;

/** Whose password it is to be, by endpoint; null when that is not known (a link that has run out, say). */
const owners: Record<string, (ctx: Context, body: NewPassword) => Promise<Owner | null>> = {
  '/sign-up/email': async (_ctx, { email, name = '' }) =>
    email === undefined ? null : { email: addressOf(email), name },
  '/confirm-address': async ({ context }, { token }) => {
    const email = await emailOfLink(token, context.secret);
    const found = email === null ? null : await context.internalAdapter.findUserByEmail(email);
    return found?.user ?? null;
  },
  '/reset-password': async ({ context: { internalAdapter } }, { token }) => {
    const stored = await internalAdapter.findVerificationValue(`reset-password:${token}`);
    return stored && (await internalAdapter.findUserById(stored.value));
  },
  '/change-password': ownerOfSession,
  '/set-password': ownerOfSession,
};

async function ownerOfSession(ctx: Context): Promise<Owner | null> {
  return (await getSessionFromCtx(ctx))?.user ?? null;
}

export function refuseWeakPasswords({ isBreached }: { isBreached: IsBreached }) {
  const refuse = (code: 'PASSWORD_COMMON' | 'PASSWORD_BREACHED') =>
    new APIError('BAD_REQUEST', { code, message: 'Choose another password' });

  const handler = createAuthMiddleware(async (ctx) => {
    const body = NewPassword.parse(ctx.body ?? {});
    const password = ctx.path === '/sign-up/email' ? body.password : body.newPassword;
    if (password === undefined) return;
    const owner = (await owners[ctx.path]?.(ctx, body)) ?? null;
    if (isCommonPassword(password) || isMadeOfContextWords(password, owner)) throw refuse('PASSWORD_COMMON');
    if (await isBreached(password)) throw refuse('PASSWORD_BREACHED');
  });

  return {
    id: 'refuse-weak-passwords',
    hooks: {
      before: [{ matcher: ({ path }) => path !== undefined && Object.hasOwn(owners, path), handler }],
    },
  } satisfies BetterAuthPlugin;
}
