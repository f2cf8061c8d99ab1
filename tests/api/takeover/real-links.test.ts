/** Tests the links in e-mails that a real PHP portal sent, at the time at which its database was taken. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { hashOfPassword } from '#server/features/identity/passwords/password-hashes.ts';
import { importPasswordReset } from '#server/features/takeover/links/import-password-resets.ts';
import { legacyPasswordResetRepository } from '#server/features/takeover/links/legacy-password-reset.repository.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const folder = process.env.PHP_PORTAL_DIR ?? '';
const isThere = process.env.PHP_PORTAL_DIR !== undefined && existsSync(join(folder, 'facts.json'));

const Facts = z.object({
  taken_at: z.string(),
  origin: z.url(),
  secrets: z.object({ app_key: z.string() }),
  people: z.array(
    z.object({
      ...{ id: z.int(), email: z.string(), password: z.string().nullable() },
      ...{ verify_link: z.string().optional(), reset_link: z.string().optional() },
    }),
  ),
});

afterEach(() => {
  vi.useRealTimers();
});

test.skipIf(!isThere)(
  isThere ? 'Real links work once' : 'Real links (skipped: PHP_PORTAL_DIR names no folder)',
  async () => {
    const facts = Facts.parse(JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')));
    const stored = readFileSync(join(folder, 'data.sql'), 'utf8');
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(facts.taken_at) });
    const portal = await startAccountPortal({
      ...{ databaseUrl: database.url, db: database.db },
      settings: { LARAVEL_APP_KEY: facts.secrets.app_key, APP_ALIASES: new URL(facts.origin).host },
    });
    try {
      const open = async (link: string) => {
        const { pathname, search } = new URL(link);
        const answer = await fetch(portal.url + pathname + search, { redirect: 'manual' });
        return new URL(answer.headers.get('location') ?? '', portal.url);
      };
      async function come({ id, email, password }: (typeof facts.people)[number], isVerified: boolean) {
        await database.db.query(
          `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
           VALUES (?, 'Someone', ?, ?, NOW(3), NOW(3))`,
          { replacements: [id, email, isVerified], type: QueryTypes.INSERT },
        );
        await database.db.query(
          `INSERT INTO accounts (user_id, provider_id, account_id, password, created_at, updated_at)
           VALUES (?, 'credential', ?, ?, NOW(3), NOW(3))`,
          { replacements: [id, String(id), await hashOfPassword(password ?? '')], type: QueryTypes.INSERT },
        );
      }

      const [unverified] = facts.people.filter(({ verify_link: link }) => link !== undefined);
      if (!unverified?.verify_link || !unverified.password)
        throw new Error('there is no link to confirm an address');
      await come(unverified, false);
      const confirming = await open(unverified.verify_link);
      expect(confirming.pathname).toBe('/verified');
      const token = confirming.searchParams.get('token');
      const browser = portal.newBrowser();
      const { password } = unverified;
      expect((await browser.post('/confirm-address', { token, password })).status).toBe(200);
      expect((await browser.post('/confirm-address', { token, password })).status).toBe(400);

      const [forgetful] = facts.people.filter(({ reset_link: link }) => link !== undefined);
      if (!forgetful?.reset_link) throw new Error('there is no link to choose a password');
      await come(forgetful, true);
      const row = stored
        .split('\n')
        .find((line) => line.includes('`password_resets`') && line.includes(forgetful.email));
      const [, , hash = '', at = ''] = /VALUES \('([^']+)','([^']+)','([^']+)'\)/.exec(row ?? '') ?? [];
      const resets = { legacyPasswordResets: legacyPasswordResetRepository(database.db) };
      const imported = { token: hash, created_at: new Date(`${at.replace(' ', 'T')}Z`) };
      expect(await importPasswordReset(resets, forgetful.id, imported)).toBe(true);
      const choosing = await open(forgetful.reset_link);
      expect(choosing.pathname).toBe('/reset-password');
      const reset = {
        token: choosing.searchParams.get('token'),
        newPassword: 'a new and long enough secret',
      };
      expect((await browser.post('/reset-password', reset)).status).toBe(200);
      expect((await open(forgetful.reset_link)).pathname).toBe('/forgot-password');

      vi.setSystemTime(new Date(Date.parse(facts.taken_at) + 3_600_000));
      const late = await open(unverified.verify_link);
      expect([late.pathname, late.searchParams.has('token')]).not.toEqual(['/verified', true]);
    } finally {
      await portal.stop();
    }
  },
);
