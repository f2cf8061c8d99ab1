/**
 * Confirms e-mail addresses. The link in the e-mail proves that the customer owns the address, but not that the
 * account's password is theirs: another person may have registered the address
 * (docs/decisions/0016-an-address-is-confirmed-with-its-password.md). better-auth 1.7 keeps the password that was set
 * before the address was confirmed.
 */

import { runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { verifyJWT } from 'better-auth/crypto';
import { z } from 'zod';
import { addressOf } from '#server/features/identity/better-auth/address-alias.ts';
import type { AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { verifyEmailEndpoint } from '#server/features/identity/better-auth/endpoints.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { passwordProvider } from '#server/features/identity/sign-in-methods/password-provider.ts';
import { safeNext } from '#shared/next-page.ts';
import type { CorrectionOf } from './corrected-address.ts';
import {
  decoyProof,
  isRegistrationProofOf,
  registrationProofCookie,
  writeRegistrationProof,
} from './registration-proof.ts';

export interface ConfirmAddressOptions {
  secrets: AuthSecrets;
  tables: OwnTables;
  correctionOf: CorrectionOf;
  /**
   * URL of the page that asks for the password if the browser has no proof of it. The link's token is added as `token`.
   */
  page: string;
}

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

const noToken = 'none';
const anySite = 'http://site.invalid';

const LinkClaims = z.object({
  email: z.string().transform(addressOf),
  // Must be missing. better-auth sets it in its own links for changing an address, which aren't accepted because the
  // portal has separate links for that.
  updateTo: z.undefined().optional(),
});

/** Returns the address that a link confirms; null if the link is malformed, has expired or is for another purpose. */
export async function emailOfLink(token: unknown, secret: string): Promise<string | null> {
  if (typeof token !== 'string') return null;
  return LinkClaims.safeParse(await verifyJWT(token, secret)).data?.email ?? null;
}

async function findByEmail(context: Context['context'], email: string) {
  const found = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true });
  if (!found) return null;
  const password = found.accounts.find(({ providerId }) => providerId === passwordProvider)?.password;
  return { user: found.user, passwordHash: password ?? null };
}

/** Returns the page that the user wanted to open, from the link's callback URL. */
const nextOf = (callbackUrl: unknown): string | undefined =>
  typeof callbackUrl === 'string' && URL.canParse(callbackUrl, anySite)
    ? safeNext(new URL(callbackUrl, anySite).searchParams.get('next'))
    : undefined;

const codeOf = (returned: unknown): unknown =>
  returned instanceof APIError ? returned.body?.code : undefined;

const idOf = (returned: unknown): unknown =>
  z.object({ user: z.object({ id: z.string() }) }).safeParse(returned).data?.user.id;

export function confirmAddress({ secrets, tables, correctionOf, page }: ConfirmAddressOptions) {
  const cookieOf = (context: Context['context']) =>
    context.createAuthCookie(registrationProofCookie.name, { maxAge: registrationProofCookie.maxAgeSeconds });

  /**
   * Gives the browser a proof if it has just registered or sent the right password. Otherwise gives it a decoy that
   * looks the same.
   */
  const giveProof = createAuthMiddleware(async (ctx) => {
    const { path, body, context } = ctx;
    const { returned } = context;
    if (path === '/sign-in/email' && codeOf(returned) !== 'EMAIL_NOT_VERIFIED') return;
    if (path === '/sign-up/email' && returned instanceof APIError) return;
    const found = await findByEmail(context, String(body?.email));
    const isTheirs = path === '/sign-in/email' || (found !== null && idOf(returned) === found.user.id);
    const isOpen = found !== null && isTheirs && !found.user.emailVerified;
    const proof =
      isOpen && found.passwordHash !== null
        ? writeRegistrationProof({ userId: found.user.id, passwordHash: found.passwordHash }, secrets)
        : decoyProof();
    const { name, attributes } = cookieOf(context);
    ctx.setCookie(name, proof, attributes);
  });

  /**
   * Redirects to the page that asks for the password if the link is opened without a proof, for example in another
   * browser or by an e-mail scanner.
   */
  const askWithoutProof = createAuthMiddleware(async (ctx) => {
    const { context, query } = ctx;
    const email = await emailOfLink(query?.token, context.secret);
    // `noToken` makes better-auth reject the request and return the reason.
    if (email === null) return { context: { query: { ...query, token: noToken } } };
    const found = await findByEmail(context, email);
    if (!found || found.user.emailVerified) return;
    const { user, passwordHash } = found;
    const proof = ctx.getCookie(cookieOf(context).name);
    if (passwordHash !== null && isRegistrationProofOf(proof, { userId: user.id, passwordHash }, secrets))
      return;
    // A session of the customer proves the same for an address that an administrator corrected, as it does for one that
    // the customer changes. Nobody else has one: whoever gets in confirmed the address before it was corrected.
    const isCorrected = (await correctionOf(Number(user.id)))?.wasConfirmed === true;
    if (isCorrected && (await getSessionFromCtx(ctx))?.user.id === user.id) return;
    const next = nextOf(query?.callbackURL);
    throw ctx.redirect(
      `${page}?${new URLSearchParams({ token: String(query?.token), ...(next && { next }) })}`,
    );
  });

  /**
   * Tells the browser that has registered an address whether it is confirmed by now. It must prove that it knows the
   * account's password, and gets no session: it may only go on to the sign-in page. Every other browser is told that
   * the address isn't confirmed, so the answer doesn't reveal whether there is an account.
   */
  const isConfirmed = createAuthEndpoint(
    '/address-confirmed',
    { method: 'POST', body: z.object({ email: z.string() }) },
    async (ctx) => {
      const { context, body } = ctx;
      const proof = ctx.getCookie(cookieOf(context).name);
      const found = await findByEmail(context, body.email);
      const confirmed =
        found !== null &&
        found.passwordHash !== null &&
        found.user.emailVerified &&
        isRegistrationProofOf(proof, { userId: found.user.id, passwordHash: found.passwordHash }, secrets);
      return ctx.json({ confirmed });
    },
  );

  const confirm = createAuthEndpoint(
    '/confirm-address',
    {
      method: 'POST',
      body: z.union([
        z.object({ token: z.string(), password: z.string() }),
        z.object({ token: z.string(), newPassword: z.string() }),
      ]),
    },
    async (ctx) => {
      const { context, body } = ctx;
      const { internalAdapter, adapter } = context;
      const email = await emailOfLink(body.token, context.secret);
      const found = email === null ? null : await findByEmail(context, email);
      if (!found) throw refusal('BAD_REQUEST', 'INVALID_TOKEN');
      const { user, passwordHash } = found;
      // The address is already confirmed, so the link must not sign anyone in.
      if (user.emailVerified) throw refusal('BAD_REQUEST', 'EMAIL_ALREADY_VERIFIED');
      if ('password' in body) {
        const isRight =
          passwordHash !== null &&
          (await context.password.verify({ hash: passwordHash, password: body.password }));
        if (!isRight) throw refusal('UNAUTHORIZED', 'REGISTRATION_PASSWORD_WRONG');
      }
      // Whoever has only the new address must wait until the old one can no longer stop the correction.
      if ('newPassword' in body && (await correctionOf(Number(user.id)))?.isHeld)
        throw refusal('FORBIDDEN', 'EMAIL_CORRECTED');
      const newHash = 'newPassword' in body ? await context.password.hash(body.newPassword) : null;
      await runWithTransaction(adapter, async () => {
        const signInMethods = tables.signInMethods();
        await signInMethods.lockAccount(Number(user.id));
        if (newHash !== null) await signInMethods.setPasswordHash(Number(user.id), newHash);
        await internalAdapter.updateUser(user.id, { emailVerified: true });
        await discardUnverifiedCredentials({ internalAdapter, correctionOf }, user.id);
      });
      const session = await internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user: { ...user, emailVerified: true } });
      ctx.setCookie(cookieOf(context).name, '', { ...cookieOf(context).attributes, maxAge: 0 });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'confirm-address',
    endpoints: { confirmAddress: confirm, addressConfirmed: isConfirmed },
    hooks: {
      before: [{ matcher: ({ path }) => path === verifyEmailEndpoint, handler: askWithoutProof }],
      after: [
        {
          matcher: ({ path }) => path === '/sign-up/email' || path === '/sign-in/email',
          handler: giveProof,
        },
      ],
    },
  } satisfies BetterAuthPlugin;
}

type InternalAdapter = Pick<
  Context['context']['internalAdapter'],
  'deleteUserSessions' | 'findAccounts' | 'deleteAccount'
>;

/**
 * Removes everything added to the account before its address was confirmed: sessions, and sign-in methods other than
 * the password, which the customer has just entered or set. If the account had another confirmed address before an
 * administrator corrected it, they are the customer's and stay.
 */
export async function discardUnverifiedCredentials(
  { internalAdapter, correctionOf }: { internalAdapter: InternalAdapter; correctionOf: CorrectionOf },
  userId: string,
): Promise<void> {
  if ((await correctionOf(Number(userId)))?.wasConfirmed) return;
  await internalAdapter.deleteUserSessions(userId);
  for (const { id, providerId } of await internalAdapter.findAccounts(userId)) {
    if (providerId !== passwordProvider) await internalAdapter.deleteAccount(id);
  }
}
