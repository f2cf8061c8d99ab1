/**
 * Runs only the sign-in part of the portal over real HTTP: Express with the auth handler, and a browser that keeps its
 * cookies.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import type { Sequelize } from 'sequelize';
import superjson from 'superjson';
import { untilStopped } from '#proofs/shop/still-running.ts';
import { createAuth } from '#server/features/identity/auth.ts';
import type { AuthParts } from '#server/features/identity/create-better-auth.ts';
import { identityRouter } from '#server/features/identity/identity.router.ts';
import { ownBrand } from '#server/platform/brand/brand.ts';
import { handleErrors } from '#server/platform/http/handle-errors.ts';
import type { Mail, Mailer } from '#server/platform/mail/mailer.ts';
import { outboxRepository } from '#server/platform/mail/outbox.repository.ts';
import type { SendOutboxDeps } from '#server/platform/mail/send-outbox.ts';
import { trpcHandler } from '#server/platform/trpc/handler.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import { sendAll } from '#tests/support/send-all.ts';
import { expectListedCookie } from './cookies.ts';
import { identityDeps } from './identity-deps.ts';

export interface AuthPortalOptions
  extends Partial<
    Pick<
      AuthParts,
      | 'rateLimit'
      | 'breachedPasswordsUrl'
      | 'minimumAnswerMs'
      | 'onEmailVerified'
      | 'onSecurityEvent'
      | 'enqueueMail'
    >
  > {
  db: Sequelize;
  /** Sends the e-mails. By default, they are only collected. */
  mail?: Pick<Mailer, 'send'>;
  appKeys?: AuthParts['config']['appKeys'];
  /** The URL configured for the portal. Defaults to the URL at which it actually runs. */
  appUrl?: string;
  /** If true, trusts `X-Forwarded-For`, as a portal behind a proxy does. */
  trustProxy?: boolean;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers that are meant to be of any shape
  body: any;
  /** The response's Set-Cookie headers, by cookie name. */
  cookies: Map<string, string>;
}

export type AuthPortal = Awaited<ReturnType<typeof startAuthPortal>>;

export async function startAuthPortal({ db, appKeys, ...options }: AuthPortalOptions) {
  const mails: Mail[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const app = express();
  app.set('trust proxy', options.trustProxy ?? false);
  const server = createServer(app);
  // Longer than any client keeps a connection open. With a shorter timeout, the server might close a connection just as
  // a client reuses it, if the machine is busy.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outbox = outboxRepository(db);
  const mail = options.mail ?? { send: async (each: Mail) => void mails.push(each) };
  const config = { appUrl: options.appUrl ?? url, appKeys: appKeys ?? [randomBytes(32)], brand: ownBrand };
  const auth = createAuth({
    config,
    db,
    enqueueMail: options.enqueueMail ?? ((mail) => outbox.add([{ ...mail, at: new Date() }])),
    log,
    rateLimit: options.rateLimit ?? false,
    breachedPasswordsUrl: options.breachedPasswordsUrl ?? null,
    minimumAnswerMs: options.minimumAnswerMs ?? 0,
    ...(options.onEmailVerified ? { onEmailVerified: options.onEmailVerified } : {}),
    ...(options.onSecurityEvent ? { onSecurityEvent: options.onSecurityEvent } : {}),
  });
  app.all('/api/auth/{*path}', auth.handler);
  const deps = identityDeps({
    db,
    log,
    ...config,
    breachedPasswordsUrl: options.breachedPasswordsUrl ?? null,
    rateLimit: options.rateLimit ?? false,
    onSecurityEvent: async (event) => options.onSecurityEvent?.(event),
  });
  app.use(
    '/trpc',
    trpcHandler({
      router: router({ identity: identityRouter }),
      deps,
      signedInOf: auth.signedInOf,
      viewingOf: () => Promise.resolve(null),
      countryOf: () => null,
    }),
  );
  app.get('/me', async (req, res) => {
    const signedIn = await auth.signedInOf(req.headers, (cookies) => res.appendHeader('Set-Cookie', cookies));
    res.json(signedIn?.account ?? null);
  });
  app.use(handleErrors(log));

  return {
    url,
    auth,
    mails,
    logged,
    /** Waits until pending work is done and sends the queued e-mails. Returns all e-mails sent so far. */
    async sentMails(): Promise<Mail[]> {
      await auth.settled();
      const { accounts } = deps;
      const sending = { outbox: oneByOne(outbox), mail, accounts, log, now: () => new Date() };
      await sendAll(sending, auth.mails.compose);
      return mails;
    },
    browser: () => browser(url),
    deps,
    stop: untilStopped(async () => {
      await auth.settled();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }),
  };
}

/**
 * Hands out the next e-mail once the one before it is settled. The sender sends several in parallel, but tests need
 * them in the order in which they were enqueued.
 */
function oneByOne({ claimDue, settle }: SendOutboxDeps['outbox']): SendOutboxDeps['outbox'] {
  let isOut = false;
  return {
    async claimDue(...due) {
      const owed = isOut ? null : await claimDue(...due);
      isOut ||= owed !== null;
      return owed;
    },
    async settle(...outcome) {
      const isSettled = await settle(...outcome);
      isOut = false;
      return isSettled;
    },
  };
}

/**
 * Opens a browser for this portal or for the site of a login provider. It keeps cookies, doesn't follow redirects, and
 * sends an Origin header with each POST. Fails if the portal sets a cookie that isn't listed in cookies.ts.
 */
export function browser(url: string, { isPortal = true } = {}) {
  const jar = new Map<string, string>();

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    const cookies = new Map<string, string>();
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (isPortal) expectListedCookie(line);
      cookies.set(name, line);
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const text = await response.text();
    const body: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body, cookies };
  }

  /**
   * Unwraps a tRPC response: the body becomes the data or, for an error, its code. A response that isn't in tRPC's
   * format, such as a problem document, stays as it is.
   */
  function answered(answer: Answer): Answer {
    const { result, error } = answer.body;
    if (!result && !error) return answer;
    const data = superjson.deserialize(error ?? result.data) as { data?: { appCode: string } };
    return { ...answer, body: error ? { code: data.data?.appCode } : data };
  }

  return {
    jar,
    get: (path: string) => ask(path),
    post: (path: string, body: unknown, headers: Record<string, string> = { origin: url }) =>
      ask(`/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    /**
     * Calls a mutation. The body of the response is the result or, if the call is refused, an object with the error's
     * `code`.
     */
    async call(
      path: string,
      input: unknown = {},
      headers: Record<string, string> = { origin: url },
    ): Promise<Answer> {
      const answer = await ask(`/trpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(superjson.serialize(input)),
      });
      return answered(answer);
    },
    /** Calls a query without an input. The response has the same form as that of `call`. */
    query: async (path: string): Promise<Answer> => answered(await ask(`/trpc/${path}`)),
    me: () => ask('/me'),
  };
}

/** Returns the link in an e-mail. Throws if the e-mail has none. */
export function linkOf(mail: Mail | undefined): URL {
  if (!mail || !('url' in mail.data) || typeof mail.data.url !== 'string')
    throw new Error('there is no mail with a link');
  return new URL(mail.data.url);
}
