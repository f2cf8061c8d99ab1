/**
 * Tests that an e-mail change is either confirmed or cancelled, never both, even if one process confirms it while
 * another cancels it and their clocks differ.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import { emailChangeRepository } from '#server/features/accounts/email-change/email-change.repository.ts';
import { composeEmailChange } from '#server/features/accounts/mails/compose-email-change.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { hourMs } from '#shared/durations.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { testConfig } from '#tests/support/portal/instance-server.ts';

const test = useDatabase();
const asked = new Date('2026-11-29T10:00:00Z');
const earlier = new Date('2026-11-29T10:00:05.000Z');
const later = new Date('2026-11-29T10:00:05.001Z');
const expiry = new Date('2026-11-30T10:00:00Z');
const changes = () => emailChangeRepository(test.db);
let id: number;

beforeEach(async () => {
  const [userId] = await test.db.query(
    "INSERT INTO users (name, email, created_at, updated_at) VALUES ('N', 'nora@example.test', NOW(), NOW())",
    { type: QueryTypes.INSERT },
  );
  id = await changes().add({
    ...{ userId, oldEmail: 'nora@example.test', newEmail: 'n@example.test' },
    ...{ requestedAt: asked, expiresAt: expiry },
  });
});

const row = () => changes().findById(id);

describe.each([
  ['that looked at the clock before it', earlier],
  ['of the same millisecond', later],
  ['that looked at it after', new Date('2026-11-29T10:00:06Z')],
])('A second request %s', (_when, at) => {
  it('doesn’t confirm an e-mail change that was cancelled', async () => {
    expect(await changes().stop(id, later)).toBe(true);
    expect(await changes().confirm(id, at)).toBe(false);
    expect(await row()).toMatchObject({ confirmedAt: null, stoppedAt: later, expiresAt: expiry });
  });

  it('doesn’t cancel an e-mail change that was confirmed', async () => {
    expect(await changes().confirm(id, later)).toBe(true);
    expect(await changes().stop(id, at)).toBe(false);
    expect(await row()).toMatchObject({ confirmedAt: later, stoppedAt: null, expiresAt: expiry });
  });
});

it('An expired e-mail change can be neither confirmed nor cancelled', async () => {
  expect(await changes().stop(id, expiry)).toBe(false);
  expect(await changes().confirm(id, expiry)).toBe(false);
});

it('A cancelled e-mail change sends no link to the new address', async () => {
  const deps = buildDeps({
    config: testConfig(test.url),
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date() },
  });
  const inAnHour = new Date(Date.now() + hourMs);
  await test.db.query('UPDATE email_changes SET expires_at = ?', { replacements: [inAnHour] });
  const now = new Date();
  const mail: OutboxMail = {
    ...{ id: 1, template: 'email-change', ids: { change: id }, idempotencyKey: 'k', state: 'waiting' },
    ...{ isUrgent: true, attempts: 1, lastError: null, createdAt: now },
  };
  expect(await composeEmailChange(deps, mail)).toMatchObject({ to: 'n@example.test' });
  expect(await changes().stop(id, now)).toBe(true);
  expect(await composeEmailChange(deps, mail)).toBeNull();
});
