/** Tests sending mail over real SMTP. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { type MailData, mailTemplates } from '#server/mails/mail-templates.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import { createMailer, type MailSettings } from '#server/platform/mail/mailer.ts';

let mailbox: Mailbox;

beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(() => mailbox.stop());

const mailer = (settings: Partial<MailSettings> = {}) =>
  createMailer({
    host: '127.0.0.1',
    port: mailbox.smtpPort,
    username: null,
    password: null,
    encryption: 'none',
    from: { name: 'Licences & more', address: 'portal@portal.example' },
    appUrl: 'https://portal.example',
    supportEmail: 'support@portal.example',
    operator: { name: null, address: null },
    brandName: null,
    templates: mailTemplates,
    log: pino({ level: 'silent' }),
    ...settings,
  });

const mail = {
  to: 'zoe@example.com',
  locale: 'fr',
  template: 'verify-email',
  data: {
    name: 'Zoé Müller',
    isCorrected: false,
    url: 'https://portal.example/api/auth/verify-email?token=abc.def&callbackURL=%2Fverified',
  },
} as const satisfies MailOf<MailData>;

describe('A mail server that never completes a response', () => {
  test('is abandoned after the time limit and its socket is closed', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.write('220 portal.example\r\n');
      let talk: NodeJS.Timeout | undefined;
      socket.once('data', () => {
        talk = setInterval(() => socket.write('250-still greeting\r\n'), 20);
      });
      socket.on('close', () => {
        clearInterval(talk);
        sockets.delete(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sending = mailer({ port, sendWithinMs: 300 }).send(mail);
    await expect(sending).rejects.toMatchObject({ code: 'EABORT' });
    // Sending must not continue in the background, so the socket has to be closed.
    await expect.poll(() => sockets.size).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('Sending an e-mail', () => {
  test('uses an ASCII Message-ID for an internationalised sender domain', async () => {
    const received: Promise<string>[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData(stream, _session, callback) {
        received.push(readText(stream));
        stream.once('end', () => callback());
      },
    });
    const listener = server.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const sender = mailer({ port, from: { name: null, address: 'help@пример.рф' } });
    await sender.send({ ...mail, id: 'owed-7' });
    sender.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    const [raw] = await Promise.all(received);
    expect(raw).toMatch(/^Message-ID: <owed-7@xn--e1afmkfd\.xn--p1ai>\r$/m);
  });

  test('delivers both versions with accented letters and an unbroken link', async () => {
    await mailer().send(mail);
    const [letter, ...others] = mailbox.letters('zoe@example.com');
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      from: 'portal@portal.example',
      to: ['zoe@example.com'],
      subject: 'Confirmez votre adresse e-mail',
    });
    expect(letter?.text).toContain('Bonjour Zoé Müller,');
    expect(letter?.text.split('\n')).toContain(mail.data.url);
    expect(letter?.html).toContain('Zoé Müller');
    expect(letter?.html).toContain(`href="${mail.data.url.replace('&', '&amp;')}"`);
    expect(letter?.html).toContain('Licences &amp; more');
  });

  test.each([
    '"a@evil.example, b"@example.com',
    'zoe@example.com, eve@evil.example',
    'zoe@example.com\r\nBcc: eve@evil.example',
    'zoe@example.com>\r\nRCPT TO:<eve@evil.example',
  ])('never adds a second recipient through the address %j', async (to) => {
    const [outcome] = await Promise.allSettled([mailer().send({ ...mail, to })]);
    const recipients = mailbox.letters().flatMap((letter) => letter.to);
    expect(recipients).toHaveLength(outcome.status === 'fulfilled' ? 1 : 0);
    expect(recipients.filter((address) => address.startsWith('eve@'))).toEqual([]);
  });

  test('fails without sending anything when STARTTLS is required but not offered', async () => {
    await expect(mailer({ encryption: 'starttls' }).send(mail)).rejects.toThrow();
    expect(mailbox.letters()).toEqual([]);
  });

  test('rejects with the connection error when the server is unreachable', async () => {
    const away = mailer();
    await mailbox.stop();
    await expect(away.send(mail)).rejects.toMatchObject({ code: 'ESOCKET' });
    mailbox = await startMailbox();
  });
});
