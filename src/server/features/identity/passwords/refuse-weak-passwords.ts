/**
 * Rejects new passwords that are easily guessed, at every endpoint (see `new-password`). better-auth's `haveIBeenPwned`
 * plugin checks only for breached passwords, uses one fixed service, rejects every password while that service is down,
 * and doesn't cover `/confirm-address`.
 */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { addressOf } from '#server/features/identity/better-auth/address-alias.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { emailOfLink } from '#server/features/identity/registration/confirm-address.ts';
import type { IsBreached } from './breached-passwords.ts';
import type { Owner } from './context-specific-words.ts';
import { weaknessOf } from './new-password.ts';

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

const NewPassword = z.object({
  /** The new password at `/sign-up/email`, which has no `newPassword`. */
  password: z.string().optional(),
  newPassword: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  token: z.string().optional(),
});
type NewPassword = z.infer<typeof NewPassword>;

/**
 * Functions that find the account that the new password is for, by endpoint. They return null if it is unknown, for
 * example if a link has expired.
 */
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
};

export function refuseWeakPasswords({ isBreached }: { isBreached: IsBreached }) {
  const handler = createAuthMiddleware(async (ctx) => {
    const body = NewPassword.parse(ctx.body ?? {});
    const password = ctx.path === '/sign-up/email' ? body.password : body.newPassword;
    if (password === undefined) return;
    const owner = (await owners[ctx.path]?.(ctx, body)) ?? null;
    const code = await weaknessOf(password, { owner, isBreached });
    if (code !== null) throw refusal('BAD_REQUEST', code);
  });

  return {
    id: 'refuse-weak-passwords',
    hooks: {
      before: [{ matcher: ({ path }) => path !== undefined && Object.hasOwn(owners, path), handler }],
    },
  } satisfies BetterAuthPlugin;
}
