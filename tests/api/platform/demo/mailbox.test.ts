import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';

let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(() => mailbox.stop());

async function send(message: { to: string; subject?: string; text?: string; html?: string; bcc?: string }) {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.smtpPort, ignoreTLS: true });
  await transport.sendMail({
    from: 'Portal <portal@example.org>',
    subject: 'Hello',
    text: 'Hello',
    ...message,
  });
  transport.close();
}

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${mailbox.url}${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('The mailbox', () => {
  test('lists e-mails newest first and filters them by recipient', async () => {
    await send({ to: 'ada@example.org', subject: 'Première', text: 'Voilà 🎈', html: '<p>Voilà</p>' });
    await send({ to: 'bob@example.org', bcc: 'ada@example.org', subject: 'Second' });
    await send({ to: 'bob@example.org', subject: 'Third' });

    expect(mailbox.letters().map((letter) => letter.subject)).toEqual(['Third', 'Second', 'Première']);
    const answer = JSON.parse((await get('/messages?to=Ada@example.org')).text);
    expect(answer.map((letter: { subject: string }) => letter.subject)).toEqual(['Second', 'Première']);
    expect(answer[1]).toMatchObject({
      from: 'portal@example.org',
      to: ['ada@example.org'],
      html: '<p>Voilà</p>',
    });
    expect(answer[1].text.trim()).toBe('Voilà 🎈');
  });

  if (isEveryCase)
    test('keeps the newest 500 e-mails', async () => {
      const transport = createTransport({
        host: '127.0.0.1',
        port: mailbox.smtpPort,
        ignoreTLS: true,
        pool: true,
      });
      for (let number = 1; number <= 501; number += 1) {
        await transport.sendMail({
          from: 'a@example.org',
          to: 'b@example.org',
          subject: `${number}`,
          text: '',
        });
      }
      transport.close();
      expect(mailbox.letters()).toHaveLength(500);
      expect(mailbox.letters().at(-1)?.subject).toBe('2');
    });

  test("escapes the subject and text in the list and on an e-mail's page", async () => {
    await send({
      to: 'ada@example.org',
      subject: '<script>alert(1)</script>',
      text: '<b>x</b>',
      html: '<h1>Welcome</h1>',
    });
    const list = await get('/');
    expect(list.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(list.text).not.toContain('<script>');
    const [letter] = mailbox.letters();
    const page = await get(`/messages/${letter?.id}`);
    expect(page.text).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(page.text).not.toContain('<script>');
  });

  test('shows HTML e-mails in a sandbox without scripts or external resources', async () => {
    await send({ to: 'ada@example.org', html: '<h1>Welcome</h1><script>alert(1)</script>' });
    const [letter] = mailbox.letters();
    expect((await get(`/messages/${letter?.id}`)).text).toMatch(/<iframe [^>]*sandbox="allow-popups[^"]*"/);
    const html = await get(`/messages/${letter?.id}/html`);
    expect(html.text).toMatch(/^<base target="_blank">/);
    const policy = html.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox /);
    expect(policy).not.toContain('allow-scripts');
    expect(policy).toContain("default-src 'none'");
  });

  test('returns 404 for an unknown e-mail or path', async () => {
    expect((await get('/messages/0b8f5d0e-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await get('/elsewhere')).status).toBe(404);
  });

  /** Sends a request with the given Host header, which `fetch` doesn't allow, and returns the status. */
  async function statusOf(method: string, host: string): Promise<number | undefined> {
    const { request } = await import('node:http');
    return new Promise((resolve, reject) => {
      request(`${mailbox.url}/messages`, { method, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  test.each(['GET', 'HEAD', 'POST'])('returns 421 to %s with a foreign Host header', async (method) => {
    expect(await statusOf(method, 'evil.example')).toBe(421);
  });

  test('returns 405 to other methods than GET and HEAD', async () => {
    expect(await statusOf('HEAD', 'localhost')).toBe(200);
    expect(await statusOf('POST', 'localhost')).toBe(405);
  });
});
