/**
 * Manages a first sign-in with a provider. No account is created before the terms are accepted and the e-mail address
 * is verified. Until then, the sign-up is pending in the browser that started it
 * (docs/decisions/0023-social-sign-in.md).
 */
import { randomUUID } from 'node:crypto';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import type { GenericEndpointContext } from 'better-auth';
import { z } from 'zod';
import { type AuthSecrets, isMacOf, macOf } from '#server/features/identity/better-auth/auth-secrets.ts';
import {
  browserTicket,
  type KeptForBrowser,
} from '#server/features/identity/better-auth/stored-rows/browser-ticket.ts';
import { parsed, readKept } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';
import type { SignInMailData } from '#server/features/identity/mails/sign-in-mail-texts.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { daySeconds, hourSeconds } from '#shared/durations.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { ProviderPerson } from './provider-kinds.ts';

const SocialSignUp = z.object({
  provider: LoginProviderId,
  subject: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Whether the provider vouches for the address. */
  emailVerified: z.boolean(),
  /** The data entered on the page, with the address that the user must confirm; null until it is entered. */
  asked: z
    .object({ id: z.string(), email: z.string(), locale: Locale, acceptedAt: z.coerce.date() })
    .nullable(),
});
type SocialSignUp = z.infer<typeof SocialSignUp>;

/** The pending sign-up of a browser, and the row in which it is stored. */
export type PendingSocialSignUp = SocialSignUp & Pick<KeptForBrowser, 'rowId' | 'identifier'>;

const ticket = browserTicket({ cookieName: 'first_sign_in', beginning: 'first-sign-in:' });
/**
 * Seconds for which the sign-up is valid: on the page, and in the link in the e-mail. The text of the e-mail states the
 * latter.
 */
const seconds = { onThePage: hourSeconds, forTheMail: daySeconds } as const;

/** Starts a pending sign-up in this browser, replacing any earlier one. */
export async function startSocialSignUp(
  ctx: GenericEndpointContext,
  provider: LoginProviderId,
  person: ProviderPerson,
): Promise<void> {
  const earlier = await ticket.find(ctx);
  if (earlier) await ticket.use(ctx, earlier);
  const value: SocialSignUp = { provider, ...person, asked: null };
  await ticket.give(ctx, JSON.stringify(value), seconds.onThePage);
}

/** Returns the pending sign-up of this browser; null if there is none or it has expired. */
export async function pendingSocialSignUpOf(
  ctx: GenericEndpointContext,
): Promise<PendingSocialSignUp | null> {
  const kept = await ticket.find(ctx);
  const signUp = kept && readKept(ctx.context, SocialSignUp, { id: kept.rowId, value: kept.value });
  return signUp && { ...signUp, rowId: kept.rowId, identifier: kept.identifier };
}

/**
 * Stores the data entered on the page for a day. Returns the ID under which it is stored, to which the e-mail refers.
 */
export async function keepAsked(
  ctx: GenericEndpointContext,
  pending: PendingSocialSignUp,
  { email, locale }: { email: string; locale: Locale },
): Promise<string> {
  const asked = { id: randomUUID(), email, locale, acceptedAt: new Date() };
  const value = JSON.stringify(SocialSignUp.parse({ ...pending, asked }));
  await ticket.change(ctx, pending, { value, lastsSeconds: seconds.forTheMail });
  return asked.id;
}

/**
 * Returns the input of the keyed hash that is the link's token. The token is the same however often the e-mail is sent,
 * and can't be computed without the secret.
 */
const tokenParts = (rowId: string, askedId: string) => ['first-sign-in', rowId, askedId] as const;

/**
 * Composes the e-mail with the confirmation link. Returns null if the sign-up has ended or expired, or if another
 * address has been entered since.
 */
export async function composeSocialSignUp(
  adapter: Pick<DBAdapter, 'findOne'>,
  { row: rowId, asked: askedId }: Readonly<Record<string, string | number>>,
  { page, secrets: [current] }: { page: string; secrets: AuthSecrets },
): Promise<MailOf<SignInMailData> | null> {
  const row = await adapter.findOne<{ value: string; expiresAt: Date }>({
    model: 'verification',
    where: [{ field: 'id', value: String(rowId) }],
  });
  const signUp = row && row.expiresAt > new Date() ? parsed(SocialSignUp, row.value) : null;
  if (!signUp?.asked || signUp.asked.id !== askedId) return null;
  const token = macOf(current, tokenParts(String(rowId), askedId)).toString('base64url');
  const { email, locale } = signUp.asked;
  const data = { name: signUp.name ?? '', url: `${page}?${new URLSearchParams({ token })}` };
  return { to: email, locale, template: 'verify-email', data: { ...data, isCorrected: false } };
}

/** Returns true if the token is the one in the newest e-mail. */
export const isAskedToken = (
  { rowId, asked }: PendingSocialSignUp,
  token: string,
  secrets: AuthSecrets,
): boolean =>
  asked !== null && isMacOf(Buffer.from(token, 'base64url'), secrets, tokenParts(rowId, asked.id));

/** Ends the pending sign-up. Of several concurrent callers, only one gets true and may continue. */
export const endSocialSignUp = (
  ctx: GenericEndpointContext,
  pending: PendingSocialSignUp,
): Promise<boolean> => ticket.use(ctx, pending);
