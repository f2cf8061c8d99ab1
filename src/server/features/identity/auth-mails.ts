/**
 * Enqueues and composes sign-in e-mails. The outbox holds only a template name and IDs. The link or code is created
 * each time the e-mail is sent, and only its hash is stored
 * (docs/decisions/0021-links-are-made-when-their-mail-is-sent.md).
 */
import { randomBytes } from 'node:crypto';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import type { AuthContext, User } from 'better-auth';
import { signJWT } from 'better-auth/crypto';
import type { Logger } from 'pino';
import type { ContentOf, MailOf } from '#server/platform/mail/mail-template.ts';
import type { NewOutboxMail, OutboxIds, OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { addressOfWish, Wish } from '#shared/catalogue/wish.ts';
import { daySeconds, hourSeconds, secondMs } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';
import { aliasOf } from './better-auth/address-alias.ts';
import { authPath } from './better-auth/auth-request.ts';
import type { AuthSecrets } from './better-auth/auth-secrets.ts';
import { localeOf } from './better-auth/auth-tables.ts';
import { verifyEmailEndpoint } from './better-auth/endpoints.ts';
import { codeNameOf } from './better-auth/stored-rows/email-code-name.ts';
import { isMailedEnough, signInMail } from './mails/enqueue-sign-in-mail.ts';
import type { SignInMailData } from './mails/sign-in-mail-texts.ts';
import { codeLivesSeconds, codeOf, keptCode } from './reauthentication/email-code.ts';
import type { CorrectionOf } from './registration/corrected-address.ts';
import { composeSocialSignUp } from './social/pending-social-sign-up.ts';

/** Seconds for which a link that confirms an address is valid. */
export const verificationSeconds = daySeconds;
/** Seconds for which a password reset link is valid. */
export const resetSeconds = hourSeconds;

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
  secrets: AuthSecrets;
  /** Limits the number of e-mails; null disables the limit. */
  limiter: Pick<Limiter, 'take'> | null;
  /**
   * Runs the work once the current transaction is committed, because an e-mail can't be composed from uncommitted data.
   */
  onceCommitted: (work: () => Promise<void>) => Promise<void>;
  correctionOf: CorrectionOf;
  /** Adds an e-mail to the outbox. */
  enqueue: (mail: Omit<NewOutboxMail, 'at'>) => Promise<void>;
  log: Pick<Logger, 'info'>;
  /** Returns better-auth's context once it is initialized. */
  context: () => Promise<
    Pick<AuthContext, 'secret' | 'internalAdapter'> & { adapter: Pick<DBAdapter, 'findOne'> }
  >;
}

/** A link with which the password of an account can be set, once. */
interface ResetLink {
  userId: number;
  token: string;
  expiresAt: Date;
}

const expiry = (seconds: number): Date => new Date(Date.now() + seconds * secondMs);

const idsOf = (wish: Wish | null): OutboxIds => ({
  ...(wish && { product: wish.product }),
  ...(wish?.planId && { planId: wish.planId }),
  ...(wish?.seats && { seats: wish.seats }),
});

/** Returns the query that names the page to open next; empty unless the user wants to buy something. */
function nextOf(ids: OutboxIds): { next?: string } {
  const wish = Wish.safeParse(ids).data;
  return wish ? { next: addressOfWish(wish) } : {};
}

/** Adds the page to open next to the path of a page, if there is one. */
function withNext(path: string, ids: OutboxIds): string {
  const query = new URLSearchParams(nextOf(ids));
  return query.size > 0 ? `${path}?${query}` : path;
}

export function authMails({
  appUrl,
  secrets,
  limiter,
  onceCommitted,
  correctionOf,
  enqueue,
  log,
  context,
}: AuthMailsOptions) {
  const page = (path: string) => new URL(path, appUrl).href;
  const link = (path: string, query: Record<string, string>) => `${page(path)}?${new URLSearchParams(query)}`;

  async function codeFor(sessionId: string, idempotencyKey: string): Promise<string | null> {
    const { internalAdapter, adapter } = await context();
    const session = await adapter.findOne({
      model: 'session',
      where: [{ field: 'id', value: sessionId }],
    });
    if (!session) return null;
    const code = codeOf(sessionId, idempotencyKey, secrets);
    await internalAdapter.deleteVerificationByIdentifier(codeNameOf(sessionId));
    await internalAdapter.createVerificationValue({
      identifier: codeNameOf(sessionId),
      value: keptCode(sessionId, code, secrets),
      expiresAt: expiry(codeLivesSeconds),
    });
    return code;
  }

  /** Returns the token of a link that confirms an address with its password. */
  const confirmationOf = async (email: string, seconds: number): Promise<string> =>
    signJWT({ email: aliasOf(email.toLowerCase()) }, (await context()).secret, seconds);

  const resetName = (token: string): string => `reset-password:${token}`;

  async function keepReset({ userId, token, expiresAt }: ResetLink): Promise<void> {
    const { internalAdapter } = await context();
    await internalAdapter.createVerificationValue({
      ...{ identifier: resetName(token), value: String(userId), expiresAt },
    });
  }

  async function isResetOf(userId: number, token: string): Promise<boolean> {
    const { internalAdapter } = await context();
    const link = await internalAdapter.findVerificationValue(resetName(token));
    return link?.value === String(userId) && link.expiresAt > new Date();
  }

  async function newPasswordLink(userId: string, ids: OutboxIds): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await keepReset({ userId: Number(userId), token, expiresAt: expiry(resetSeconds) });
    return link(pages.resetPassword, { token, ...nextOf(ids) });
  }

  const enqueueTo = (email: string, mail: Omit<NewOutboxMail, 'at'>): Promise<void> =>
    onceCommitted(async () => {
      if (!(await isMailedEnough({ limiter, log }, mail.template, email))) await enqueue(mail);
    });

  async function contentOf(
    mail: Pick<OutboxMail, 'idempotencyKey' | 'template' | 'ids'>,
    { id, name, email, emailVerified }: User,
  ): Promise<ContentOf<SignInMailData> | null> {
    const template = mail.template as Exclude<AuthTemplate, 'first-sign-in'>;
    switch (template) {
      case 'verify-email': {
        if (emailVerified) return null;
        const token = await confirmationOf(email, verificationSeconds);
        const callbackURL = withNext(pages.verified, mail.ids);
        const url = link(`${authPath}${verifyEmailEndpoint}`, { token, callbackURL });
        const isCorrected = (await correctionOf(Number(id))) !== null;
        return { template, data: { name, url, isCorrected } };
      }
      case 'reset-password':
        if ((await correctionOf(Number(id)))?.isHeld) return null;
        return { template, data: { name, url: await newPasswordLink(id, mail.ids) } };
      case 'already-registered':
        return {
          template,
          data: {
            name,
            loginUrl: page(withNext(pages.login, mail.ids)),
            resetUrl: page(withNext(pages.forgotPassword, mail.ids)),
          },
        };
      case 'confirm-code': {
        const code = await codeFor(String(mail.ids.session), mail.idempotencyKey);
        return code === null ? null : { template, data: { name, code, url: page(pages.settings) } };
      }
    }
  }

  return {
    enqueue: (
      template: Exclude<AuthTemplate, 'first-sign-in' | 'confirm-code'>,
      { id, email }: Pick<User, 'id' | 'email'>,
      wish: Wish | null = null,
    ): Promise<void> => enqueueTo(email, signInMail(template, { user: id, ...idsOf(wish) })),

    /**
     * Enqueues an e-mail to the address that a user entered at the first sign-in with a provider. No account has this
     * address yet.
     */
    enqueueFirstSignIn: ({
      row,
      asked,
      email,
    }: {
      row: string;
      asked: string;
      email: string;
    }): Promise<void> =>
      enqueueTo(email, {
        idempotencyKey: `first-sign-in:${row}:${asked}`,
        template: 'first-sign-in',
        ids: { row, asked },
      }),

    links: {
      /** Returns the token of a link that confirms an account's address, for which the page asks for the password. */
      confirmation: confirmationOf,
      /** Stores a link with which the account's password can be set once. */
      keepReset,
      /** Returns whether such a link of the account is valid. */
      isResetOf,
    },

    composes: (template: string): template is AuthTemplate =>
      (templates as readonly string[]).includes(template),

    /** Returns null if the account was deleted or the e-mail is no longer needed. */
    async compose(
      mail: Pick<OutboxMail, 'idempotencyKey' | 'template' | 'ids'>,
    ): Promise<MailOf<SignInMailData> | null> {
      const { template, ids } = mail;
      const { internalAdapter, adapter } = await context();
      if (template === 'first-sign-in')
        return composeSocialSignUp(adapter, ids, { page: page(pages.finishRegistration), secrets });
      const asking = await internalAdapter.findUserById(String(ids.user));
      const content = asking && (await contentOf(mail, asking));
      // The user is read again after the link was created. A change of address in the meantime has invalidated existing
      // links, and a link created since must not be sent to the old address.
      const user = content && (await internalAdapter.findUserById(asking.id));
      if (!user || user.email !== asking.email) return null;
      return { ...content, to: user.email, locale: localeOf(user) };
    },
  };
}
