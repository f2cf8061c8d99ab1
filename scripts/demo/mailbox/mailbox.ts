/** A mail server that delivers nowhere: it keeps what it gets, to be read in the browser or as JSON. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type AuthenticatorAccount, authenticatorPage } from './authenticator-page.ts';
import { letterPage, listPage, notFoundPage } from './mailbox-pages.ts';

export interface Letter {
  id: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** Real time, not the business clock's. */
  receivedAt: string;
}

export interface Mailbox {
  smtpPort: number;
  /** Where people read it; `GET /messages?to=…` gives JSON, newest first. */
  url: string;
  /** Newest first; only those to one address when given. */
  letters: (to?: string) => Letter[];
  /** From now on `/authenticator` shows the codes of this account, as somebody's phone would. */
  showCodesOf: (account: AuthenticatorAccount) => void;
  /** Throws away what is kept. */
  forget: () => void;
  /** Takes no mail until it is told otherwise: every connection is answered with 421 and ended. */
  setAway: (isAway: boolean) => void;
  stop: () => Promise<void>;
}

export interface MailboxOptions {
  /** Listens already, and is taken over by the pages. Left out: any free port. */
  listener?: NetServer;
}

/** The oldest goes when one more comes. */
const letterLimit = 500;
const sizeLimit = 5 * 1024 * 1024;

const addressesOf = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []].flat().flatMap((each) => each.value.flatMap(({ address }) => address ?? []));

function listen(server: NetServer, listener?: NetServer): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listener ?? { port: 0, host: '127.0.0.1' }, () => resolve());
  });
}

function smtpServer(keep: (letter: Letter) => void, isAway: () => boolean): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: sizeLimit,
    // Callers keep their connections for the next mail.
    closeTimeout: 100,
    logger: false,
    onConnect: (_session, done) => done(isAway() ? new Error('away') : null),
    onData(stream, session, done) {
      // Who really gets it is what was said on the wire: the header may leave people out.
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream, { skipImageLinks: true })
        .then((mail) => {
          keep({
            id: randomUUID(),
            from: addressesOf(mail.from)[0] ?? '',
            to: recipients,
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html || null,
            receivedAt: new Date().toISOString(),
          });
          done();
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
}

interface Answer {
  status: number;
  type: string;
  body: string;
  policy?: string;
}

/** Ours: nothing from elsewhere, no script. A letter is shown in a frame with a policy of its own. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'none'";
const letterPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const page = (body: string, status = 200): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  policy: pagePolicy,
});
const json = (value: unknown): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});

/** A mail's links open a page of their own: the portal does not let itself be shown in a frame. */
function withLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => `${head}${base}`)
    : `${base}${html}`;
}

interface Kept {
  letters: Mailbox['letters'];
  authenticator: () => AuthenticatorAccount | null;
}

function answer(url: URL, { letters, authenticator }: Kept): Answer {
  const to = url.searchParams.get('to') ?? undefined;
  if (url.pathname === '/messages') return json(letters(to));
  if (url.pathname === '/') return page(listPage(letters(to), to));
  const account = authenticator();
  if (url.pathname === '/authenticator' && account) return page(authenticatorPage(account, new Date()));
  const [, kind, id, part] = url.pathname.split('/');
  const letter = kind === 'messages' ? letters().find((each) => each.id === id) : undefined;
  if (letter && part === undefined) return page(letterPage(letter));
  if (letter && part === 'json') return json(letter);
  if (letter?.html && part === 'html') {
    const body = withLinksOutside(letter.html);
    return { status: 200, type: 'text/html; charset=utf-8', body, policy: letterPolicy };
  }
  return page(notFoundPage(), 404);
}

function httpServer(kept: Kept): Server {
  return createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    // A page elsewhere that makes its own name lead here must not read the letters.
    if (
      !['127.0.0.1', 'localhost', '[::1]'].includes(host) ||
      (request.method !== 'GET' && request.method !== 'HEAD')
    ) {
      response.writeHead(request.method === 'GET' ? 421 : 405).end();
      return;
    }
    const { status, type, body, policy } = answer(new URL(request.url ?? '/', 'http://localhost'), kept);
    response.writeHead(status, {
      'Content-Type': type,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      ...(policy ? { 'Content-Security-Policy': policy } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}

/** Starts both servers on the loopback. */
export async function startMailbox({ listener }: MailboxOptions = {}): Promise<Mailbox> {
  const kept: Letter[] = [];
  let away = false;
  const smtp = smtpServer(
    (letter) => {
      kept.unshift(letter);
      kept.length = Math.min(kept.length, letterLimit);
    },
    () => away,
  );
  const letters = (to?: string): Letter[] =>
    to === undefined
      ? [...kept]
      : kept.filter((each) => each.to.some((address) => address.toLowerCase() === to.toLowerCase()));
  let authenticator: AuthenticatorAccount | null = null;
  const http = httpServer({ letters, authenticator: () => authenticator });
  await listen(smtp.server);
  // A client that hangs up in the middle is no reason to end the demo.
  smtp.on('error', () => undefined);
  try {
    await listen(http, listener);
  } catch (error) {
    smtp.close();
    throw error;
  }
  return {
    smtpPort: (smtp.server.address() as AddressInfo).port,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    letters,
    showCodesOf(account) {
      authenticator = account;
    },
    forget() {
      kept.length = 0;
    },
    setAway(isAway) {
      away = isAway;
    },
    async stop() {
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise<void>((resolve) => http.close(() => resolve())),
      ]);
    },
  };
}
