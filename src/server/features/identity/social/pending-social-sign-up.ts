/**
 * A first sign-in with a provider. No account is created before the terms are accepted and the e-mail address is verified;
 * until then the sign-up is pending, in the browser that began it
 * (docs/decisions/0023-social-sign-in.md).
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import type { AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { parsed, readKept } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';
import type { SignInMailData } from '#server/features/identity/mails/sign-in-mail-texts.ts';
import { equalInConstantTime } from '#server/platform/crypto/equal-in-constant-time.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { daySeconds, hourSeconds, secondMs } from '#shared/durations.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { ProviderPerson } from './provider-kinds.ts';

const PendingSocialSignUp = z.object({
  provider: LoginProviderId,
  subject: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Whether the provider vouches for the address. */
  emailVerified: z.boolean(),
  /** The address that was entered on the page and has to be confirmed. The token of its link is stored hashed. */
  asked: z
    .object({
      id: z.string(),
      email: z.string(),
      locale: Locale,
      acceptedAt: z.coerce.date(),
      tokenHash: z.string().nullable(),
    })
    .nullable(),
});
export type PendingSocialSignUp = z.infer<typeof PendingSocialSignUp>;

const cookieName = 'first_sign_in';
/** For the page, and for the link of the mail, as its text says. */
const seconds = { onThePage: hourSeconds, forTheMail: daySeconds } as const;
const identifierOf = (ticket: string) => `first-sign-in:${ticket}`;
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');
const inSeconds = (count: number) => new Date(Date.now() + count * secondMs);

function setTicket(ctx: GenericEndpointContext, ticket: string, maxAge: number): void {
  const cookie = ctx.context.createAuthCookie(cookieName, { maxAge });
  ctx.setCookie(cookie.name, ticket, cookie.attributes);
}

function ticketOf(ctx: GenericEndpointContext): string | null {
  const ticket = ctx.getCookie(ctx.context.createAuthCookie(cookieName).name);
  return ticket && /^[\w-]{43}$/.test(ticket) ? ticket : null;
}

/** Starts a pending sign-up in this browser, in place of an earlier one. */
export async function startSocialSignUp(
  ctx: GenericEndpointContext,
  provider: LoginProviderId,
  person: ProviderPerson,
): Promise<void> {
  await endSocialSignUp(ctx);
  const ticket = randomBytes(32).toString('base64url');
  const waiting: PendingSocialSignUp = { provider, ...person, asked: null };
  await ctx.context.internalAdapter.createVerificationValue({
    identifier: identifierOf(ticket),
    value: JSON.stringify(waiting),
    expiresAt: inSeconds(seconds.onThePage),
  });
  setTicket(ctx, ticket, seconds.onThePage);
}

/** The pending sign-up of this browser, and its row; null where there is none, or it has expired. */
export async function pendingSocialSignUpOf(
  ctx: GenericEndpointContext,
): Promise<{ waiting: PendingSocialSignUp; rowId: string } | null> {
  const ticket = ticketOf(ctx);
  if (ticket === null) return null;
  const row = await ctx.context.internalAdapter.findVerificationValue(identifierOf(ticket));
  if (!row || row.expiresAt <= new Date()) return null;
  const waiting = readKept(ctx.context, PendingSocialSignUp, row);
  return waiting && { waiting, rowId: row.id };
}

/** Keeps what was entered on the page for a day. Answers its id, which the mail refers to. */
export async function keepAsked(
  ctx: GenericEndpointContext,
  waiting: PendingSocialSignUp,
  { email, locale }: { email: string; locale: Locale },
): Promise<string> {
  const ticket = ticketOf(ctx) ?? '';
  const asked = { id: randomUUID(), email, locale, acceptedAt: new Date(), tokenHash: null };
  await ctx.context.internalAdapter.updateVerificationByIdentifier(identifierOf(ticket), {
    value: JSON.stringify({ ...waiting, asked } satisfies PendingSocialSignUp),
    expiresAt: inSeconds(seconds.forTheMail),
  });
  setTicket(ctx, ticket, seconds.forTheMail);
  return asked.id;
}

/** The same however often the mail is sent; only the secret yields it. */
const tokenOf = (rowId: string, askedId: string, [current]: AuthSecrets): string =>
  createHmac('sha256', current.value)
    .update(JSON.stringify(['first-sign-in', rowId, askedId]))
    .digest('base64url');

/** The mail with its link. Null where another address has been entered since. */
export async function composeSocialSignUp(
  adapter: Pick<DBAdapter, 'findOne' | 'updateMany'>,
  { row: rowId, asked: askedId }: Readonly<Record<string, string | number>>,
  { page, secrets }: { page: string; secrets: AuthSecrets },
): Promise<MailOf<SignInMailData> | null> {
  const row = await adapter.findOne<{ value: string; expiresAt: Date }>({
    model: 'verification',
    where: [{ field: 'id', value: String(rowId) }],
  });
  if (!row || row.expiresAt <= new Date()) return null;
  const waiting = parsed(PendingSocialSignUp, row.value);
  if (!waiting?.asked || waiting.asked.id !== askedId) return null;
  const token = tokenOf(String(rowId), waiting.asked.id, secrets);
  const kept: PendingSocialSignUp = { ...waiting, asked: { ...waiting.asked, tokenHash: hashOf(token) } };
  const written = await adapter.updateMany({
    model: 'verification',
    where: [
      { field: 'id', value: String(rowId) },
      { field: 'value', value: row.value },
    ],
    update: { value: JSON.stringify(kept) },
  });
  // Another address was entered at the same moment: its own mail follows.
  if (written !== 1) return null;
  const { email, locale } = waiting.asked;
  const data = { name: waiting.name ?? '', url: `${page}?${new URLSearchParams({ token })}` };
  return { to: email, locale, template: 'verify-email', data };
}

/** Whether it is the token of the newest mail. */
export function isAskedToken(waiting: PendingSocialSignUp, token: string): boolean {
  return equalInConstantTime(waiting.asked?.tokenHash ?? '', hashOf(token));
}

/** Ends the pending sign-up of this browser. Of several callers at once one gets true, and may continue. */
export async function endSocialSignUp(ctx: GenericEndpointContext): Promise<boolean> {
  const ticket = ticketOf(ctx);
  if (ticket === null) return false;
  setTicket(ctx, '', 0);
  return (await ctx.context.internalAdapter.consumeVerificationValue(identifierOf(ticket))) !== null;
}
