/**
 * Completes a first sign-in with a provider. Shows the user the data from the provider and requires them to accept the
 * terms. If the provider doesn't vouch for an e-mail address, the user must also enter one.
 */

import type { GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { noteSignInMethod } from '#server/features/identity/sign-in-methods/sign-in-method.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import {
  endSocialSignUp,
  isAskedToken,
  keepAsked,
  type PendingSocialSignUp,
  pendingSocialSignUpOf,
} from './pending-social-sign-up.ts';

export interface SocialSignUpMails {
  /** Enqueues the link that verifies the entered address. */
  enqueueLink: (asked: { row: string; asked: string; email: string }) => Promise<void>;
  /** Enqueues an e-mail to the owner of an account if a user entered that account's address. */
  enqueueAlreadyRegistered: (user: { id: string; email: string }) => Promise<void>;
}

const nonePending = () => refusal('GONE', 'FIRST_SIGN_IN_GONE');

/**
 * Returns true if the address must be verified by e-mail, because the provider doesn't vouch for it or returned none.
 */
const needsEmail = ({ email, emailVerified }: PendingSocialSignUp): boolean =>
  email === null || !emailVerified;

/**
 * Creates the account with this provider as its only sign-in method, and signs the customer in. The provider or the
 * e-mailed link has verified the address.
 */
async function create(
  ctx: GenericEndpointContext,
  pending: PendingSocialSignUp,
  { email, locale, acceptedAt }: { email: string; locale: Locale; acceptedAt: Date },
): Promise<void> {
  const { internalAdapter } = ctx.context;
  const { provider, subject, name } = pending;
  if (!(await endSocialSignUp(ctx, pending))) throw nonePending();
  const person = {
    name: name ?? email.split('@', 1)[0] ?? email,
    email,
    emailVerified: true,
    locale,
    termsAcceptedAt: acceptedAt,
  };
  const link = { providerId: provider, accountId: subject };
  const { user } = await internalAdapter.createOAuthUser(person, link).catch((error: unknown) => {
    // Another request has registered the address in the meantime. Revealing that is safe, because the address is
    // verified.
    if (!(error instanceof APIError) || error.body?.code !== 'ALREADY_EXISTS') throw error;
    throw refusal('CONFLICT', 'USER_ALREADY_EXISTS');
  });
  const session = await internalAdapter.createSession(user.id);
  noteSignInMethod(session, provider);
  await setSessionCookie(ctx, { session, user }, false);
}

export function finishSocialSignUp({ mails, secrets }: { mails: SocialSignUpMails; secrets: AuthSecrets }) {
  const whoWaits = createAuthEndpoint(
    '/first-sign-in',
    { method: 'POST', body: z.object({}) },
    async (ctx) => {
      const pending = await pendingSocialSignUpOf(ctx);
      const shown: PendingSocialSignUpView | null = pending && {
        provider: pending.provider,
        name: pending.name,
        email: pending.email,
        needsEmail: needsEmail(pending),
      };
      return ctx.json({ waiting: shown });
    },
  );

  /**
   * Completes the sign-up. If the user entered an address, the response and its timing are the same whether or not that
   * address has an account.
   */
  const finish = createAuthEndpoint(
    '/first-sign-in/finish',
    {
      method: 'POST',
      body: z.object({ termsAccepted: z.literal(true), email: z.string().optional(), locale: Locale }),
    },
    async (ctx) => {
      const { email, locale } = ctx.body;
      const pending = await pendingSocialSignUpOf(ctx);
      if (!pending) throw nonePending();
      if (pending.email !== null && !needsEmail(pending)) {
        await create(ctx, pending, { email: pending.email, locale, acceptedAt: new Date() });
        return ctx.json({ status: 'signed_in' });
      }
      if (email === undefined) throw refusal('BAD_REQUEST', 'INVALID_EMAIL');
      const taken = await ctx.context.internalAdapter.findUserByEmail(email);
      const asked = await keepAsked(ctx, pending, { email, locale });
      await (taken
        ? mails.enqueueAlreadyRegistered(taken.user)
        : mails.enqueueLink({ row: pending.rowId, asked, email }));
      return ctx.json({ status: 'mail_sent' });
    },
  );

  /**
   * Handles the link in the e-mail. The link works only in the browser that started the sign-up, because others may be
   * able to read the e-mail.
   */
  const confirm = createAuthEndpoint(
    '/first-sign-in/confirm',
    { method: 'POST', body: z.object({ token: z.string() }) },
    async (ctx) => {
      const pending = await pendingSocialSignUpOf(ctx);
      if (!pending) throw nonePending();
      if (!pending.asked || !isAskedToken(pending, ctx.body.token, secrets))
        throw refusal('BAD_REQUEST', 'INVALID_TOKEN');
      await create(ctx, pending, pending.asked);
      return ctx.json({ status: true });
    },
  );

  return { firstSignIn: whoWaits, finishFirstSignIn: finish, confirmFirstSignIn: confirm };
}
