/** Tests the CSV file of the audit log. */
import { QueryTypes } from 'sequelize';
import { beforeEach, expect, test } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { auditFilePath } from '#shared/administration/audit.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const download = (fields: Record<string, string>, { cookie } = people.administrator) =>
  fetch(people.portal.url + auditFilePath, {
    method: 'POST',
    headers: { cookie, origin: people.portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

beforeEach(async () => {
  const { portal } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await execute('UPDATE users SET two_factor_enabled = 1');
});

// Tr3kkR/Yuzu#2577
test('The file of the audit log has every selected entry, for every role, and names who is erased as erased', async () => {
  const { administrator, owner, other } = people;
  await deps.administrators.setRole(other.id, 'viewer');
  await execute(
    `INSERT INTO audit_log (happened_at, actor_user_id, actor_role, act, outcome, subject_kind, subject_id,
       subject_user_id, reason, values_after, redacted_at)
     SELECT '2026-11-30 10:00:00.123', 999999, 'support', 'customer.block', 'done', 'account', ${owner.id},
       ${owner.id}, '=1+2; "quoted"', '{"blocked":true}', IF(seq = 1, NOW(3), NULL)
     FROM ${numbers} AS numbers WHERE seq BETWEEN 1 AND 1250`,
  );
  await execute(
    `INSERT INTO audit_log (happened_at, actor_user_id, actor_role, act, outcome, subject_kind, subject_id)
     VALUES ('2026-11-30 11:00:00', ${administrator.id}, 'administrator', 'plan.add', 'done', 'plan', '4'),
       ('2026-11-30 12:00:00', NULL, NULL, 'plan.add', 'done', 'plan', '5')`,
  );
  // A viewer may, and needs no proof of who they are.
  await execute("UPDATE sessions SET reauthenticated_at = '2020-01-01'");
  const answer = await download(
    { reason: 'Yearly audit', act: 'customer.block', from: '', customerId: '' },
    other,
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit-log.csv"');
  const lines = (await answer.text()).split('\r\n');
  expect(lines).toHaveLength(1_252);
  expect(lines[1]).toMatch(
    /^\d+,2026-11-30T10:00:00\.123Z,999999,erased,support,customer\.block,done,,account,\d+,\d+,,"'=1\+2; ""quoted""",,"\{""blocked"":true\}",,$/,
  );
  expect(lines.filter((line) => line.includes('removed: the customer was erased'))).toHaveLength(1);
  // The entry of the outcome follows the file.
  await expect
    .poll(() =>
      rows("SELECT outcome, values_after AS after FROM audit_log WHERE act = 'audit.export' ORDER BY id"),
    )
    .toEqual([
      { outcome: 'asked', after: null },
      { outcome: 'done', after: '{"act":"customer.block","rows":1250}' },
    ]);
  const byActor = await download({ reason: 'x', actorId: String(administrator.id) }, other);
  expect(await byActor.text()).toContain(`,${administrator.id},`);
  const plans = await (await download({ reason: 'x', act: 'plan.add' }, other)).text();
  expect(plans).toContain(',operator,');
  expect((await download({ reason: '' }, other)).status).toBe(400);
  expect((await download({ reason: 'x' }, owner)).status).toBe(403);
});
