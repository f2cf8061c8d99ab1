/** Tests the e-mails about sign-ins in the weeks after the PHP portal was taken over. */
import { afterEach, expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, agents, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

async function start(until: string) {
  portal = await startAccountPortal({
    ...{ databaseUrl: database.url, db: database.db },
    settings: { TAKEOVER_NOTICE_UNTIL: until },
  });
  await portal.customer(nora);
  await database.db.query("UPDATE users SET created_at = '2022-05-01'");
}
afterEach(() => portal.stop());

const mails = () => portal.rows<{ template: string }>('SELECT template FROM outbox');

test('The first sign-in to an account of the PHP portal sends no e-mail, and the first from another browser does', async () => {
  await start('2999-12-31');
  await portal.signedIn(nora);
  expect(await mails()).toEqual([]);
  await portal.signedIn(nora, agents.safari);
  expect(await mails()).toEqual([{ template: 'new-sign-in' }]);
});

test('After the day that the operator has set, the first sign-in sends an e-mail', async () => {
  await start('2026-01-31');
  await portal.signedIn(nora);
  expect(await mails()).toEqual([{ template: 'new-sign-in' }]);
});
