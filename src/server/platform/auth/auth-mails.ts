/**
 * The mails of sign-in. What is owed is a name and ids; the link or the code is made in the moment it is sent, anew
 * for each try, and kept only hashed (docs/decisions, "Links are made when their mail is sent").
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import type { AuthContext } from 'better-auth';
import { signJWT } from 'better-auth/crypto';
import { type AccountView, Locale } from '#shared/accounts.ts';
import { pages } from '#shared/pages.ts';
import type { Mail } from '../mail/mailer.ts';
import type { NewOutboxMail, OutboxMail } from '../mail/outbox.repository.ts';
import { authPath } from './auth-handler.ts';
import { verifyEmailDoor } from './auth-inputs.ts';
import type { AuthSecret } from './auth-secrets.ts';
import { codeLivesSeconds, codeNameOf, keptCode, newCode } from './email-code.ts';
import { composeFirstSignIn } from './social/first-sign-in.ts';

const hour = 3_600;
/** How long a link to confirm an address works. */
export const verificationSeconds = 24 * hour;
/** How long a link to a new password works. */
export const resetSeconds = hour;

const templates = [
  'verify-email',
  'reset-password',
  'already-registered',
  'confirm-code',
  'first-sign-in',
] as const;
export type AuthTemplate = (typeof templates)[number];

export interface AuthMailsOptions {
  appUrl: string;
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  /** Keeps what is owed. */
  keep: (mail: Omit<NewOutboxMail, 'at'>) => Promise<void>;
  /** better-auth's own context, once it is there. */
  context: () => Promise<
    Pick<AuthContext, 'secret' | 'internalAdapter'> & { adapter: Pick<DBAdapter, 'findOne' | 'updateMany'> }
  >;
}

export type AuthMails = ReturnType<typeof authMails>;

const expiry = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

const localeOf = (user: object): AccountView['locale'] =>
  Locale.catch('en').parse('locale' in user ? user.locale : undefined);

export function authMails({ appUrl, secrets, keep, context }: AuthMailsOptions) {
  const page = (path: string) => new URL(path, appUrl).href;
  const link = (path: string, query: Record<string, string>) => `${page(path)}?${new URLSearchParams(query)}`;

  async function codeFor(sessionId: string): Promise<string | null> {
    const { internalAdapter, adapter } = await context();
    const session = await adapter.findOne({
      model: 'session',
      where: [{ field: 'id', value: sessionId }],
    });
    if (!session) return null;
    const code = newCode();
    await internalAdapter.deleteVerificationByIdentifier(codeNameOf(sessionId));
    await internalAdapter.createVerificationValue({
      identifier: codeNameOf(sessionId),
      value: keptCode(sessionId, code, secrets),
      expiresAt: expiry(codeLivesSeconds),
    });
    return code;
  }

  async function newPasswordLink(userId: string): Promise<string> {
    const { internalAdapter } = await context();
    const token = randomBytes(24).toString('base64url');
    await internalAdapter.createVerificationValue({
      identifier: `reset-password:${token}`,
      value: userId,
      expiresAt: expiry(resetSeconds),
    });
    return link(pages.resetPassword, { token });
  }

  return {
    /** Each call is a fact of its own: somebody asked. */
    owe: (
      template: Exclude<AuthTemplate, 'first-sign-in'>,
      ids: { user: string; session?: string },
    ): Promise<void> => keep({ fact: `${template}:${ids.user}:${randomUUID()}`, template, ids }),

    /** To the address that somebody gave who has no account yet. */
    oweFirstSignIn: (ids: { row: string; asked: string }): Promise<void> =>
      keep({ fact: `first-sign-in:${ids.row}:${ids.asked}`, template: 'first-sign-in', ids }),

    composes: (template: string): template is AuthTemplate =>
      (templates as readonly string[]).includes(template),

    /** Null when there is nobody to send it to any more, or nothing to be done. */
    async compose({ template, ids }: Pick<OutboxMail, 'template' | 'ids'>): Promise<Mail | null> {
      const { secret, internalAdapter, adapter } = await context();
      if (template === 'first-sign-in')
        return composeFirstSignIn(adapter, ids, page(pages.finishRegistration));
      const user = await internalAdapter.findUserById(String(ids.user));
      if (!user) return null;
      const { name, email: to } = user;
      const person = { to, locale: localeOf(user) };
      switch (template as Exclude<AuthTemplate, 'first-sign-in'>) {
        case 'verify-email': {
          if (user.emailVerified) return null;
          const token = await signJWT({ email: to.toLowerCase() }, secret, verificationSeconds);
          const url = link(`${authPath}${verifyEmailDoor}`, { token, callbackURL: pages.verified });
          return { ...person, template: 'verify-email', data: { name, url } };
        }
        case 'reset-password':
          return {
            ...person,
            template: 'reset-password',
            data: { name, url: await newPasswordLink(user.id) },
          };
        case 'already-registered': {
          const data = { name, loginUrl: page(pages.login), resetUrl: page(pages.forgotPassword) };
          return { ...person, template: 'already-registered', data };
        }
        case 'confirm-code': {
          const code = await codeFor(String(ids.session));
          return code === null
            ? null
            : { ...person, template: 'confirm-code', data: { name, code, url: page(pages.account) } };
        }
      }
    },
  };
}
