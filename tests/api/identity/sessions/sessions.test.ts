/** Tests a customer's sessions: listing them, and ending them from another browser. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deviceName } from '#shared/identity/device.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { addAuthenticator } from '#tests/support/people/account-holder.ts';
import {
  type AccountPortal,
  agents,
  refusalOf,
  startAccountPortal,
} from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
  await portal.customer('eve@example.test');
});
afterEach(() => portal.stop());

type Person = Awaited<ReturnType<AccountPortal['signedIn']>>;
const isSignedIn = async (person: Person) => (await person.api().accounts.me.query()) !== null;
const listOf = (person: Person) => person.api().identity.sessions.list.query();

describe('identity.sessions.list', () => {
  test('returns the customer’s own sessions with browser, IP address and times, and no token', async () => {
    const before = Date.now();
    await portal.signedIn('eve@example.test');
    const desk = await portal.signedIn(nora);
    await portal.signedIn(nora, agents.safari);
    const list = await listOf(desk);
    expect(list).toHaveLength(2);
    expect(list.find(({ isThis }) => isThis)).toEqual({
      id: expect.any(Number),
      isThis: true,
      userAgent: agents.firefox,
      ipAddress: '127.0.0.1',
      createdAt: expect.any(Date),
      lastUsedAt: expect.any(Date),
    });
    expect(list.find(({ isThis }) => !isThis)).toMatchObject({ userAgent: agents.safari });
    for (const { createdAt } of list) expect(Math.abs(createdAt.getTime() - before)).toBeLessThan(60_000);
  });

  test('leaves out an expired session', async () => {
    const desk = await portal.signedIn(nora);
    await portal.signedIn(nora, agents.safari);
    await database.db.query("UPDATE sessions SET expires_at = '2020-01-01' WHERE user_agent LIKE '%iPhone%'");
    expect(await listOf(desk)).toHaveLength(1);
  });

  test('updates the last use of a session that was last seen more than a minute ago', async () => {
    const desk = await portal.signedIn(nora);
    await database.db.query(
      `UPDATE sessions SET updated_at = NOW(3) - INTERVAL 61 SECOND, created_at = NOW(3) - INTERVAL 20 DAY,
         expires_at = NOW(3) + INTERVAL 30 DAY`,
    );
    const began = (await listOf(desk))[0]?.createdAt;
    await listOf(desk);
    await expect
      .poll(async () => (await listOf(desk))[0]?.lastUsedAt.getTime())
      .toBeGreaterThan(Date.now() - 30_000);
    expect((await listOf(desk))[0]?.createdAt).toEqual(began);
  });

  test('returns 401 when signed out', async () => {
    expect(await refusalOf(listOf(portal.newBrowser()))).toBe('not_signed_in');
  });
});

describe('identity.sessions.end', () => {
  test('signs that session out at once, keeps the others, and records a security event', async () => {
    const [desk, phone] = [await portal.signedIn(nora), await portal.signedIn(nora, agents.safari)];
    const id = (await listOf(desk)).find(({ isThis }) => !isThis)?.id ?? 0;
    await portal.forgetConfirmations();
    expect(await desk.api().identity.sessions.end.mutate({ id })).toEqual({ ended: true });
    expect([await isSignedIn(desk), await isSignedIn(phone)]).toEqual([true, false]);
    const [last] = (await desk.api().identity.securityLog.query({})).events;
    expect(last).toMatchObject({ kind: 'session_ended', detail: deviceName(agents.safari) });
  });

  test('returns 404 for an unknown session and for another customer’s, which stays signed in', async () => {
    const [desk, eve] = [await portal.signedIn(nora), await portal.signedIn('eve@example.test')];
    const hers = (await listOf(eve))[0]?.id ?? 0;
    for (const id of [hers, 999_999])
      expect(await refusalOf(desk.api().identity.sessions.end.mutate({ id }))).toBe('not_found');
    expect(await isSignedIn(eve)).toBe(true);
    expect(await portal.kinds()).toEqual(['signed_in', 'signed_in']);
  });

  test('returns 400 for an invalid id and 401 when signed out', async () => {
    const desk = await portal.signedIn(nora);
    expect(await refusalOf(desk.api().identity.sessions.end.mutate({ id: 0 }))).toBe('invalid_input');
    expect(await refusalOf(portal.newBrowser().api().identity.sessions.end.mutate({ id: 1 }))).toBe(
      'not_signed_in',
    );
  });
});

describe('A trusted device', () => {
  test('is asked for the second factor again after its session was ended, alone or with all others', async () => {
    for (const how of ['end', 'endOthers'] as const) {
      const desk = await portal.signedIn(nora);
      const { recoveryCodes } = await addAuthenticator(desk);
      const laptop = portal.newBrowser();
      expect((await laptop.signIn(nora)).body).toMatchObject({ secondFactor: ['totp'] });
      const code = { code: recoveryCodes[0], rememberDevice: true };
      expect((await laptop.post('/two-factor/verify-backup-code', code)).status).toBe(200);
      const id = (await listOf(desk)).find(({ isThis }) => !isThis)?.id ?? 0;
      const { sessions } = desk.api().identity;
      await (how === 'end' ? sessions.end.mutate({ id }) : sessions.endOthers.mutate());
      expect((await laptop.signIn(nora)).body, how).toMatchObject({ secondFactor: ['totp'] });
      await desk.call('identity.twoStep.removeAuthenticator');
    }
  });
});

describe('identity.sessions.endOthers', () => {
  test('ends only the customer’s other sessions and records one security event', async () => {
    const eve = await portal.signedIn('eve@example.test');
    const desk = await portal.signedIn(nora);
    const others = [await portal.signedIn(nora, agents.safari), await portal.signedIn(nora)];
    expect(await desk.api().identity.sessions.endOthers.mutate()).toEqual({ ended: 2 });
    expect(await desk.api().identity.sessions.endOthers.mutate()).toEqual({ ended: 0 });
    expect(await Promise.all([eve, desk, ...others].map(isSignedIn))).toEqual([true, true, false, false]);
    expect((await portal.kinds()).filter((kind) => kind === 'other_sessions_ended')).toHaveLength(1);
  });

  test('returns 401 when signed out', async () => {
    expect(await refusalOf(portal.newBrowser().api().identity.sessions.endOthers.mutate())).toBe(
      'not_signed_in',
    );
  });
});
