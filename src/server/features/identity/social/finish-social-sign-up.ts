/**
 * Completes a first sign-in with a provider: shows who is signing up, and requires acceptance of the terms and, if the
 * provider doesn't vouch for one, an e-mail address.
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
  /** Enqueues a notice to the owner of an account whose address was entered. */
  enqueueAlreadyRegistered: (user: { id: string; email: string }) => Promise<void>;
}

const nonePending = () => refusal('GONE', 'FIRST_SIGN_IN_GONE');

/** Returns whether an address must be verified by e-mail, because the provider doesn't vouch for one. */
const needsEmail = ({ email, emailVerified }: PendingSocialSignUp): boolean =>
  email === null || !emailVerified;

/**
 * Creates the account with its only sign-in method and signs the customer in. The address was verified by the provider
 * or by e-mail.
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
    // The address was registered in the meantime. It is verified, so this may be revealed.
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

  /** For an entered address, responds in the same way and after the same time whether or not it has an account. */
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
   * Handles the link in the e-mail. It works only in the browser that started the sign-up, because others may read the
   * e-mail.
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
