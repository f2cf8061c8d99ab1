/**
 * Has SpamAssassin judge every e-mail of the portal, as it arrives at a mail server. The sender's reputation isn't
 * tested, because SpamAssassin runs without network tests.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { findSpamd } from '#scripts/system/spam-assassin.ts';
import { type MailData, mailTemplates } from '#server/mails/mail-templates.ts';
import { createMailer, type Mail } from '#server/platform/mail/mailer.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';

const spamd = findSpamd();
const appUrl = 'https://customers.monicahq.com';
const maxScore = 2;

const names = Object.keys(mailTemplates) as (keyof MailData)[];
const mails = names.flatMap((template) =>
  locales.map((locale): [string, Locale, Mail] => [
    template,
    locale,
    {
      ...{ template, locale, to: 'nora@lindqvist.se', id: `${template}-${locale}` },
      data: mailTemplates[template].sample(appUrl),
      ...(mailTemplates[template].choice === undefined
        ? {}
        : { unsubscribeUrl: `${appUrl}/unsubscribe?token=${'Zk3'.repeat(14)}a` }),
    },
  ]),
);

/** Sends the e-mails over SMTP and returns them as received, with the header of the server that received them. */
async function received(all: readonly Mail[]): Promise<string[]> {
  const raw: Promise<string>[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onData(stream, _session, done) {
      raw.push(readText(stream));
      stream.once('end', () => done());
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const mailer = createMailer({
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    username: null,
    password: null,
    encryption: 'none',
    from: { name: 'Monica and OfficeLife', address: 'portal@monicahq.com' },
    appUrl,
    supportEmail: 'support@monicahq.com',
    operator: { name: 'Operator Ltd', address: '1 High Street\nLondon' },
    brandName: null,
    templates: mailTemplates,
    log: pino({ level: 'silent' }),
  });
  for (const mail of all) await mailer.send(mail);
  mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const stamp = `Received: from mail.monicahq.com (mail.monicahq.com [93.184.216.34])\r\n\tby mx.lindqvist.se (Postfix) with ESMTPS id 4Xy1;\r\n\t${new Date().toUTCString().replace('GMT', '+0000')}\r\n`;
  return (await Promise.all(raw)).map((message) => stamp + message);
}

interface Verdict {
  score: number;
  rules: string;
}

describe.skipIf(spamd === null)('SpamAssassin', () => {
  let server: ChildProcess | undefined;
  let port = 0;
  const folder = mkdtempSync(join(tmpdir(), 'spam-score-'));
  const verdicts = new Map<string, Verdict>();

  /** Asks the server in its own protocol, so that no further program is needed. */
  async function judge(message: string): Promise<Verdict> {
    const socket = connect(port, '127.0.0.1');
    const body = Buffer.from(message);
    socket.write(`SYMBOLS SPAMC/1.5\r\nContent-length: ${body.length}\r\n\r\n`);
    socket.end(body);
    const answer = await readText(socket);
    const score = /^Spam: \w+ ; (-?[\d.]+) \/ /m.exec(answer)?.[1];
    if (score === undefined) throw new Error(`SpamAssassin gave no score: ${answer}`);
    return { score: Number(score), rules: answer.split('\r\n\r\n')[1]?.trim() ?? '' };
  }

  beforeAll(async () => {
    const held = await takeAnyPort();
    port = held.port;
    await held.release();
    const options = ['--local', '--nouser-config', '--max-children=2', '--min-children=1'];
    const places = [`--listen=127.0.0.1:${port}`, `--pidfile=${join(folder, 'pid')}`, '--syslog=stderr'];
    const process = spawn(spamd ?? '', [...options, ...places], { stdio: ['ignore', 'ignore', 'pipe'] });
    server = process;
    let said = '';
    process.stderr.on('data', (chunk) => {
      said += chunk;
    });
    await vi.waitFor(() => expect(said).toContain('server started on'), { timeout: 60_000 });
    const messages = await received(mails.map(([, , mail]) => mail));
    for (const [index, [template, locale]] of mails.entries())
      verdicts.set(`${template} ${locale}`, await judge(messages[index] ?? ''));
  }, 240_000);
  afterAll(async () => {
    if (server?.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(mails)(`gives the e-mail %s in %s less than ${maxScore} points`, (template, locale) => {
    const verdict = verdicts.get(`${template} ${locale}`);
    expect(verdict?.score, verdict?.rules).toBeLessThan(maxScore);
  });

  it('does judge: an advertisement gets more', async () => {
    const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
    const advertisement = `From: a@example.com\r\nTo: nora@lindqvist.se\r\nSubject: Hello\r\n\r\n${gtube}\r\n`;
    expect((await judge(advertisement)).score).toBeGreaterThan(100);
  });
});
