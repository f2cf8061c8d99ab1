/**
 * A mail server that doesn't deliver anything. It keeps the messages that it receives, and shows them in a browser or
 * returns them as JSON.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type AuthenticatorAccount, authenticatorPage } from './authenticator-page.ts';
import type { Letter } from './letter.ts';
import { letterPage, listPage, notFoundPage } from './mailbox-pages.ts';

export interface Mailbox {
  smtpPort: number;
  /** URL of the mailbox's pages. `GET /messages?to=…` returns the messages as JSON, newest first. */
  url: string;
  /** Returns the messages, newest first. If `to` is given, returns only those sent to that address. */
  letters: (to?: string) => Letter[];
  /** Makes `/authenticator` show the codes of this account, as an authenticator app on a phone would. */
  showCodesOf: (account: AuthenticatorAccount) => void;
  /** Deletes all messages. */
  forget: () => void;
  /** While away, the server rejects every message with a 451. */
  setAway: (isAway: boolean) => void;
  stop: () => Promise<void>;
}

export interface MailboxOptions {
  /** A server that already listens on the port that the pages are to use. Defaults to any free port. */
  listener?: NetServer;
}

/** Maximum number of messages kept. When it is exceeded, the oldest messages are dropped. */
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
    // When stopping, waits only this many milliseconds for open connections to close. Clients keep connections open for
    // later messages.
    closeTimeout: 100,
    logger: false,
    // Not when connecting, because clients keep connections open for later messages.
    onMailFrom: (_address, _session, done) =>
      done(isAway() ? Object.assign(new Error('away'), { responseCode: 451 }) : null),
    onData(stream, session, done) {
      // The addresses in the envelope are those to which the message was really sent. The headers may omit some of
      // them.
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
            headers: Object.fromEntries(
              mail.headerLines.map(({ key, line }) => [
                key,
                line
                  .slice(line.indexOf(':') + 1)
                  .replace(/\r?\n[ \t]+/g, ' ')
                  .trim(),
              ]),
            ),
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

/**
 * Content security policy of the mailbox's own pages: no scripts, and nothing from other sites. Messages are shown in a
 * frame that has its own policy.
 */
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

/** Makes the links of a message open in a new tab, because the portal can't be shown in a frame. */
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
    // Prevents DNS rebinding. Another website could make its own domain name point to this address, and must not be
    // able to read the messages.
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) {
      response.writeHead(421).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
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

/** Starts the SMTP and HTTP servers on the loopback interface. */
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
  // The demo must not crash if a client disconnects in the middle of a message.
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
