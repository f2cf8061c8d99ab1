/**
 * The page that completes a first sign-in with a provider: who it is, the terms, and an e-mail address where the provider
 * does not vouch for one.
 */

import type { GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { noteSignInMethod } from '#server/features/identity/sign-in-methods/sign-in-method.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import type { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import {
  endSocialSignUp,
  isAskedToken,
  keepAsked,
  type PendingSocialSignUp,
  pendingSocialSignUpOf,
} from './pending-social-sign-up.ts';

export interface SocialSignUpMails {
  /** To the address that was given on the page: a link that shows that it is theirs. */
  enqueueLink: (asked: { row: string; asked: string; email: string }) => Promise<void>;
  /** To somebody whose address was given, and who has an account. */
  enqueueAlreadyRegistered: (user: { id: string; email: string }) => Promise<void>;
}

const refuse = (status: 'BAD_REQUEST' | 'CONFLICT' | 'GONE', code: AuthRefusal) =>
  new APIError(status, { code, message: code });
const nobodyWaits = () => refuse('GONE', 'FIRST_SIGN_IN_GONE');

/** Nobody but the provider says that it is theirs: a mail must. */
const needsEmail = ({ email, emailVerified }: PendingSocialSignUp): boolean =>
  email === null || !emailVerified;

/** Creates the account with its one way in, and signs in. Their address is theirs: the provider or a mail says so. */
async function create(
  ctx: GenericEndpointContext,
  { provider, subject, name }: PendingSocialSignUp,
  { email, locale, acceptedAt }: { email: string; locale: Locale; acceptedAt: Date },
): Promise<void> {
  const { internalAdapter } = ctx.context;
  if (!(await endSocialSignUp(ctx))) throw nobodyWaits();
  const person = {
    name: name ?? email.split('@', 1)[0] ?? email,
    email,
    emailVerified: true,
    locale,
    termsAcceptedAt: acceptedAt,
  };
  const link = { providerId: provider, accountId: subject };
  const { user } = await internalAdapter.createOAuthUser(person, link).catch((error: unknown) => {
    // Somebody registered with it meanwhile; who comes this far has shown that it is theirs, and may know.
    if (!(error instanceof APIError) || error.body?.code !== 'ALREADY_EXISTS') throw error;
    throw refuse('CONFLICT', 'USER_ALREADY_EXISTS');
  });
  const session = await internalAdapter.createSession(user.id);
  noteSignInMethod(session, provider);
  await setSessionCookie(ctx, { session, user }, false);
}

export function finishSocialSignUp(mails: SocialSignUpMails) {
  const whoWaits = createAuthEndpoint(
    '/first-sign-in',
    { method: 'POST', body: z.object({}) },
    async (ctx) => {
      const found = await pendingSocialSignUpOf(ctx);
      const shown: PendingSocialSignUpView | null = found && {
        provider: found.waiting.provider,
        name: found.waiting.name,
        email: found.waiting.email,
        needsEmail: needsEmail(found.waiting),
      };
      return ctx.json({ waiting: shown });
    },
  );

  /** Says the same, and takes as long, whether the given address has an account or not. */
  const finish = createAuthEndpoint(
    '/first-sign-in/finish',
    {
      method: 'POST',
      body: z.object({ termsAccepted: z.literal(true), email: z.string().optional(), locale: Locale }),
    },
    async (ctx) => {
      const { email, locale } = ctx.body;
      const found = await pendingSocialSignUpOf(ctx);
      if (!found) throw nobodyWaits();
      const { waiting, rowId } = found;
      if (waiting.email !== null && !needsEmail(waiting)) {
        await create(ctx, waiting, { email: waiting.email, locale, acceptedAt: new Date() });
        return ctx.json({ status: 'signed_in' });
      }
      if (email === undefined) throw refuse('BAD_REQUEST', 'INVALID_EMAIL');
      const taken = await ctx.context.internalAdapter.findUserByEmail(email);
      const asked = await keepAsked(ctx, waiting, { email, locale });
      await (taken
        ? mails.enqueueAlreadyRegistered(taken.user)
        : mails.enqueueLink({ row: rowId, asked, email }));
      return ctx.json({ status: 'mail_sent' });
    },
  );

  /** Where the link of the mail ends. Without the browser that began it, it opens nothing: mails are read by others. */
  const confirm = createAuthEndpoint(
    '/first-sign-in/confirm',
    { method: 'POST', body: z.object({ token: z.string() }) },
    async (ctx) => {
      const found = await pendingSocialSignUpOf(ctx);
      if (!found) throw nobodyWaits();
      const { asked } = found.waiting;
      if (!asked || !isAskedToken(found.waiting, ctx.body.token))
        throw refuse('BAD_REQUEST', 'INVALID_TOKEN');
      await create(ctx, found.waiting, asked);
      return ctx.json({ status: true });
    },
  );

  return { firstSignIn: whoWaits, finishFirstSignIn: finish, confirmFirstSignIn: confirm };
}
