/** Tests the links in e-mails that the PHP portal sent shortly before the switch. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPasswordReset } from '#server/features/takeover/links/import-password-resets.ts';
import { legacyPasswordResetRepository } from '#server/features/takeover/links/legacy-password-reset.repository.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, password, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const laravelKey = `base64:${randomBytes(32).toString('base64')}`;
const oldName = 'old.example.test';
let portal: AccountPortal;

beforeAll(async () => {
  portal = await startAccountPortal({
    ...{ databaseUrl: database.url, db: database.db, limitSignIn: false },
    settings: { LARAVEL_APP_KEY: laravelKey, APP_ALIASES: oldName },
  });
});
afterAll(() => portal.stop());

let last = 0;
async function person({ isVerified }: { isVerified: boolean }): Promise<{ id: number; email: string }> {
  last += 1;
  const email = `person${last}@example.test`;
  const id = await portal.customer(email);
  if (!isVerified)
    await database.db.query('UPDATE users SET email_verified = 0 WHERE id = ?', { replacements: [id] });
  return { id, email };
}

async function open(path: string, method: 'GET' | 'HEAD' = 'GET') {
  const answer = await fetch(portal.url + path, { method, redirect: 'manual' });
  await answer.arrayBuffer();
  const location = answer.headers.get('location') ?? '';
  return { status: answer.status, url: new URL(location, portal.url), headers: answer.headers };
}

const isVerified = async (id: number) => {
  const [row] = await portal.rows<{ email_verified: number }>(
    `SELECT email_verified FROM users WHERE id = ${id}`,
  );
  return row?.email_verified === 1;
};

function verifyLink(
  { id, email }: { id: number; email: string },
  { minutes = 30, key = laravelKey } = {},
): string {
  const expires = Math.floor(Date.now() / 1_000) + minutes * 60;
  const path = `/email/verify/${id}/${createHash('sha1').update(email).digest('hex')}?expires=${expires}`;
  return `${path}&signature=${createHmac('sha256', key).update(`https://${oldName}${path}`).digest('hex')}`;
}

describe('A link of the PHP portal to confirm an address', () => {
  it('leads to the page that asks for the password, whatever is appended to it, and confirms nothing by itself', async () => {
    const nora = await person({ isVerified: false });
    const link = verifyLink(nora);
    for (const [path, method] of [
      [link, 'HEAD'],
      [`${link}&utm_source=mail`, 'GET'],
      [link, 'GET'],
    ] as const) {
      const { status, url, headers } = await open(path, method);
      expect([status, url.pathname, url.searchParams.has('token')]).toEqual([302, '/verified', true]);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(await isVerified(nora.id)).toBe(false);

    const token = (await open(link)).url.searchParams.get('token');
    const browser = portal.newBrowser();
    expect((await browser.post('/confirm-address', { token, password: 'not the password' })).status).toBe(
      401,
    );
    expect(await isVerified(nora.id)).toBe(false);
    expect((await browser.post('/confirm-address', { token, password })).status).toBe(200);
    expect(await isVerified(nora.id)).toBe(true);
    expect((await open(link)).url.pathname).toBe('/dashboard');
  });

  it('leads to a page that sends another one to the same address if it has expired', async () => {
    const nora = await person({ isVerified: false });
    const { url } = await open(verifyLink(nora, { minutes: -1 }));
    expect([url.pathname, url.searchParams.get('email'), url.searchParams.get('error')]).toEqual([
      ...['/verified', nora.email, 'token_expired'],
    ]);
  });

  it('leads to a page that sends another one, and names nobody, if the signature does not hold', async () => {
    const nora = await person({ isVerified: false });
    const foreign = { id: nora.id, email: 'someone@else.test' };
    for (const link of [
      verifyLink(nora, { key: 'other' }),
      verifyLink(foreign),
      '/email/verify/x/y',
      '/email/verify/4/a?expires[]=1',
    ]) {
      const { status, url } = await open(link);
      expect([status, url.pathname, url.search]).toEqual([302, '/verified', '?error=token_expired']);
    }
  });
});

describe('A link of the PHP portal to choose a new password', () => {
  async function mailed({ minutesAgo = 5 } = {}) {
    const nora = await person({ isVerified: true });
    const token = randomBytes(32).toString('hex');
    const row = {
      token: (await bcrypt.hash(token, 4)).replace('$2b$', '$2y$'),
      created_at: new Date(Date.now() - minutesAgo * 60_000),
    };
    const deps = { legacyPasswordResets: legacyPasswordResetRepository(database.db) };
    const again = () => importPasswordReset(deps, nora.id, row);
    expect(await again()).toBe(minutesAgo < 60);
    const link = `/reset-password/${token}?email=${encodeURIComponent(nora.email)}`;
    return { ...nora, link, again };
  }

  it('works once, in whichever browser it is opened, also if it was opened before by a program', async () => {
    const { link, email, again } = await mailed();
    await open(link, 'HEAD');
    const { status, url } = await open(link);
    expect([status, url.pathname]).toEqual([302, '/reset-password']);
    const token = url.searchParams.get('token');
    const browser = portal.newBrowser();
    const check = await browser.post('/reset-password/check', { token });
    expect(check.body).toMatchObject({ works: true, email });
    const newPassword = 'a new and long enough secret';
    expect((await browser.post('/reset-password', { token, newPassword })).status).toBe(200);
    expect((await browser.signIn(email, newPassword)).status).toBe(200);

    // A later import, which still finds the row in the old database, doesn't revive the link.
    await again();
    expect((await browser.post('/reset-password', { token, newPassword: `${newPassword}!` })).status).toBe(
      400,
    );
    const dead = await open(link);
    expect([dead.url.pathname, dead.url.searchParams.get('email')]).toEqual(['/forgot-password', email]);
  });

  it('leads to the page that sends another one if it has expired, is unknown or of nobody', async () => {
    const expired = await mailed({ minutesAgo: 61 });
    const { email } = await mailed();
    const unknown = `/reset-password/${'0'.repeat(64)}?email=${encodeURIComponent(email)}`;
    for (const link of [
      expired.link,
      unknown,
      `/reset-password/${'0'.repeat(64)}?email=no@body.test`,
      '/reset-password/x',
    ]) {
      const { status, url } = await open(link);
      expect([status, url.pathname], link).toEqual([302, '/forgot-password']);
    }
  });

  it('is not written to the log', async () => {
    const { link } = await mailed();
    await open(link);
    const [token = ''] = /[0-9a-f]{64}/.exec(link) ?? [];
    expect(JSON.stringify(portal.log)).not.toContain(token);
  });
});
