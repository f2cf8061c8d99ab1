/** Tests what administrators see of e-mails: the list, its file, addresses that refuse e-mails, and previews. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { locales } from '#shared/accounts/accounts.ts';
import { previewPath } from '#shared/accounts/mail-previews.ts';
import { type MailSelection, mailKinds, mailsFilePath } from '#shared/administration/mails.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { statementsOf } from '#tests/support/database/statements.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { type Person, usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const as = ({ cookie }: Person) => people.portal.trpc(cookie).administration.mails;

beforeEach(async () => {
  const { portal } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await execute('UPDATE users SET two_factor_enabled = 1');
  await execute('UPDATE sessions SET reauthenticated_at = NOW(3)');
  await execute('DELETE FROM outbox');
});

/** Adds `count` e-mails that were created in the same millisecond, in all states, to two accounts and to nobody. */
const fill = (count: number) =>
  execute(
    `INSERT INTO outbox (idempotency_key, template, ids, state, priority, attempts, next_attempt_at, last_error,
       created_at, settled_at, user_id)
     SELECT CONCAT('mail ', seq), ELT(seq MOD 2 + 1, 'payment-failed', 'licence-bought'), '{}',
       ELT(seq MOD 5 + 1, 'sent', 'waiting', 'not_needed', 'suppressed', 'failed'), 1, 2,
       IF(seq MOD 5 = 1, '2099-11-30 12:00:00', NULL), IF(seq MOD 5 > 2, 'EENVELOPE 550', NULL),
       '2026-11-30 10:00:00.123', '2026-11-30 10:00:05',
       ELT(seq MOD 3 + 1, ${people.owner.id}, ${people.other.id}, NULL)
     FROM ${numbers} AS numbers WHERE seq BETWEEN 1 AND ${count}`,
  );

const expectedIds = async ({ template, state, customerId }: MailSelection): Promise<number[]> => {
  const conditions = [
    ...(template === undefined ? [] : [`template = '${template}'`]),
    ...(state === undefined ? [] : [`state = '${state}'`]),
    ...(customerId === undefined ? [] : [`user_id = ${customerId}`]),
  ];
  const found = await rows<{ id: number }>(
    `SELECT id FROM outbox WHERE ${['1 = 1', ...conditions].join(' AND ')} ORDER BY id DESC`,
  );
  return found.map(({ id }) => id);
};

const selections = (): MailSelection[] => [
  {},
  { state: 'failed' },
  { template: 'payment-failed' },
  { template: 'licence-bought', state: 'waiting' },
  { customerId: people.owner.id },
  { customerId: people.other.id, template: 'payment-failed', state: 'sent' },
];

describe('The list of e-mails', () => {
  it('has each selected e-mail once, in both directions, although all were created at once', async () => {
    await fill(330);
    for (const selection of selections()) {
      const ids = await expectedIds(selection);
      const list = as(people.administrator).list;
      let page = await list.query(selection);
      const there = page.mails.map(({ id }) => id);
      while (page.older !== null) {
        page = await list.query({ ...selection, after: page.older });
        there.push(...page.mails.map(({ id }) => id));
      }
      const back = page.mails.map(({ id }) => id);
      while (page.newer !== null) {
        page = await list.query({ ...selection, before: page.newer });
        back.unshift(...page.mails.map(({ id }) => id).filter((id) => !back.includes(id)));
      }
      expect(there, JSON.stringify(selection)).toEqual(ids);
      expect(back, JSON.stringify(selection)).toEqual(ids);
    }
  });

  it('says why an e-mail failed, when it is tried again and whose it was, also once they are erased', async () => {
    await fill(5);
    await execute(`UPDATE outbox SET user_id = 999999 WHERE state = 'suppressed'`);
    const { mails } = await as(people.administrator).list.query({});
    const of = (state: string) => mails.find((mail) => mail.state === state);
    expect(of('waiting')).toMatchObject({ nextAttemptAt: new Date('2099-11-30T12:00:00Z'), attempts: 2 });
    expect(of('failed')).toMatchObject({ lastError: 'EENVELOPE 550', nextAttemptAt: null });
    expect(of('suppressed')).toMatchObject({ customer: { id: 999_999, name: null } });
    expect(mails.map(({ customer }) => customer?.id ?? null)).toContain(null);
  });

  it('reads ranges of one index for every filter', async () => {
    await fill(2_000);
    await execute('ANALYZE TABLE outbox');
    const statements = await statementsOf(async () => {
      const place = { older: { at: new Date(), id: 1_500 }, limit: 51 };
      for (const selection of selections()) await deps.listedMails.listMails(selection, place);
      await deps.listedMails.listRefusing(place);
    });
    const own = statements.filter((sql) => /FROM outbox|FROM users/.test(sql));
    expect(own).toHaveLength(selections().length + 1);
    for (const sql of own) {
      const plan = await rows<{ table: string; type: string; rows: number }>(`EXPLAIN ${sql}`);
      for (const step of plan.filter(({ table }) => table === 'outbox' || table === 'users'))
        expect(step.type, sql).toMatch(/^(range|ref|eq_ref)$/);
    }
  });
});

const download = (fields: Record<string, string>, { cookie } = people.administrator) =>
  fetch(people.portal.url + mailsFilePath, {
    method: 'POST',
    headers: { cookie, origin: people.portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

describe('The CSV file of e-mails', () => {
  it('has every selected e-mail, is safe for spreadsheets, and is in the audit log', async () => {
    await fill(1_200);
    await execute(`UPDATE users SET name = '=1+2' WHERE id = ${people.owner.id}`);
    const answer = await download({ reason: 'For the provider', state: 'failed', customerId: '' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    const count = (await expectedIds({ state: 'failed' })).length;
    expect(text.split('\r\n')).toHaveLength(count + 2);
    expect(text).toContain(",'=1+2,2026-11-30T10:00:00.123Z,2,EENVELOPE 550,");
    // The entry of the outcome follows the file.
    await expect
      .poll(() =>
        rows("SELECT outcome, values_after AS after FROM audit_log WHERE act = 'mails.export' ORDER BY id"),
      )
      .toEqual([
        { outcome: 'asked', after: null },
        { outcome: 'done', after: JSON.stringify({ state: 'failed', rows: count }) },
      ]);
    const theirs = await download({ reason: 'x', customerId: String(people.owner.id) });
    expect((await theirs.text()).split('\r\n')).toHaveLength(402);
  });

  it('is refused without the role or a proof', async () => {
    await deps.administrators.setRole(people.owner.id, 'support');
    expect((await download({ reason: 'x' }, people.owner)).status).toBe(403);
    await execute("UPDATE sessions SET reauthenticated_at = '2020-01-01'");
    expect((await download({ reason: 'x' })).status).toBe(403);
  });
});

describe('An address that refuses e-mails', () => {
  const since = new Date('2026-11-20T10:00:00.007Z');
  const reason = 'Their provider has mended it';

  it('is listed until support lets e-mails go to it again', async () => {
    const { owner, other, administrator } = people;
    await deps.administrators.setRole(other.id, 'support');
    await deps.accounts.setEmailRefused(owner.email, since);
    const { addresses } = await as(other).refusing.query({});
    expect(addresses).toMatchObject([{ customerId: owner.id, email: owner.email, since, role: null }]);
    await as(other).liftSuppression.mutate({ customerId: owner.id, reason });
    expect((await as(other).refusing.query({})).addresses).toEqual([]);
    expect((await deps.accounts.findRecipient(owner.email))?.refusedSince).toBeNull();
    const lift = { customerId: owner.id, reason };
    expect(await codeOf(as(administrator).liftSuppression.mutate(lift))).toBe('changed_meanwhile');
    expect(
      await rows("SELECT outcome, values_after AS after FROM audit_log WHERE act = 'mail.liftSuppression'"),
    ).toEqual([
      { outcome: 'done', after: '{"addressRefused":false}' },
      { outcome: 'failed', after: null },
    ]);
  });

  it('is listed once, although many were refused in the same millisecond', async () => {
    await execute(
      `INSERT INTO users (name, email, email_refused_at, created_at, updated_at)
       SELECT 'Many', CONCAT('c', seq, '@many.example'), '2026-11-20 10:00:00.007', NOW(3), NOW(3)
       FROM ${numbers} AS numbers WHERE seq BETWEEN 1 AND 120`,
    );
    const { refusing } = as(people.administrator);
    let page = await refusing.query({});
    const ids = page.addresses.map(({ customerId }) => customerId);
    while (page.older !== null) {
      page = await refusing.query({ after: page.older });
      ids.push(...page.addresses.map(({ customerId }) => customerId));
    }
    expect(new Set(ids).size).toBe(120);
    expect(ids).toHaveLength(120);
  });
});

/** The e-mails whose preview is about the customer's newest licence. */
const aboutLicence: ReadonlySet<string> = new Set([
  ...[
    'licence-bought',
    'licence-granted',
    'claim-waiting',
    'key-reissued',
    'renewal-ahead',
    'licence-renewed',
  ],
  ...['last-warning', 'licence-ended', 'payment-failed', 'payment-failed-last', 'subscription-changed'],
  ...['subscription-cancelled', 'licence-continues', 'payment-refunded', 'two-payments', 'second-licence'],
]);

describe('A preview', () => {
  const show = (query: Record<string, string>, { cookie } = people.administrator) =>
    fetch(`${people.portal.url}${previewPath}?${new URLSearchParams(query)}`, { headers: { cookie } });

  it('shows each e-mail in every language, with the customer’s name and licence and no link that works', async () => {
    const { owner } = people;
    await execute(`UPDATE users SET name = 'Nora <b>Lind</b>' WHERE id = ${owner.id}`);
    const plan = await makePlan(deps, 'OfficeLife');
    const { entitlement } = await makeLicence(deps, { plan, userId: owner.id });
    await execute(
      `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_user_id, paddle_plan_id, user_id, status,
         quantity, started_on, update_url, cancel_url, created_at, updated_at)
       VALUES ('${entitlement.stream}', 502198, 88001, 1, ${owner.id}, 'past_due', 1, '2026-01-12',
         'https://checkout.example.test/update', 'https://checkout.example.test/cancel', NOW(), NOW())`,
    );
    await deps.administrators.setRole(people.other.id, 'viewer');
    for (const template of someOf(mailKinds, 8))
      for (const locale of locales) {
        const about = { template, locale, customerId: owner.id };
        const preview = await as(people.other).preview.query(about);
        const answer = await show({ template, locale, customerId: String(owner.id) }, people.other);
        const html = await answer.text();
        expect(answer.status, template).toBe(200);
        expect(html).toContain(`<html lang="${locale}">`);
        expect(html).not.toMatch(/<script|<img|<link|href|url\(|<b>Lind|checkout\.example\.test/);
        const takesLicence = aboutLicence.has(template);
        expect(preview.shows === 'customer', template).toBe(takesLicence);
        // The samples are about Monica.
        if (takesLicence) expect(preview.subject + preview.text, template).toMatch(/OfficeLife/);
        if (takesLicence) expect(preview.subject + preview.text, template).not.toMatch(/Monica/);
      }
    // Nothing was sent or stored: no links, no codes, no choices.
    for (const table of ['outbox', 'verifications', 'mail_choices'])
      expect(await rows(`SELECT COUNT(*) AS n FROM ${table}`), table).toEqual([{ n: 0 }]);
  });

  it('may be framed by the portal alone, runs nothing and fetches nothing', async () => {
    const answer = await show({ template: 'verify-email', locale: 'en' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(
      await as(people.administrator).preview.query({ template: 'verify-email', locale: 'fr' }),
    ).toMatchObject({ shows: 'sample', text: expect.stringContaining('Nora Lindqvist') });
  });

  it('is for administrators with two-step verification only', async () => {
    const sample = { template: 'verify-email', locale: 'en' };
    expect((await show(sample, { cookie: '' } as Person)).status).toBe(401);
    expect((await show(sample, people.owner)).status).toBe(403);
    expect((await show({ ...sample, template: 'nothing' })).status).toBe(400);
    expect((await show({ ...sample, customerId: '999999' })).status).toBe(404);
    await execute('UPDATE users SET two_factor_enabled = 0');
    expect((await show(sample)).status).toBe(403);
  });
});
