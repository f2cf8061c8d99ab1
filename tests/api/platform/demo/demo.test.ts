import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { curlOf } from '#scripts/demo/announce.ts';
import { type DemoFacts, readDemoFile, writeDemoFile } from '#scripts/demo/demo-file.ts';
import { furnishShop, tokenForm } from '#scripts/demo/furnish.ts';
import { forgottenPlan } from '#scripts/demo/history/history-plans.ts';
import { totpCode } from '#scripts/demo/mailbox/authenticator-app.ts';
import { readSecrets } from '#scripts/demo/secrets.ts';
import { writeSettingsFile } from '#scripts/demo/settings-file.ts';
import { makeTrouble } from '#scripts/demo/trouble.ts';
import { enter } from '#scripts/demo/visitor.ts';
import { runCommand } from '#scripts/system/run-command.ts';
import { readConfig } from '#server/config/config.ts';
import { listAuditLog } from '#server/features/administration/audit/list-audit-log.ts';
import { listEvents } from '#server/features/administration/inbox/list-events.ts';
import { announceDays } from '#server/features/billing/notices/announce-days.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import type { EventQuestion } from '#shared/administration/inbox/inbox.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { openTestShop, someOfTheHistory, type TestShop } from '#tests/support/portal/demo-shop.ts';

const people = someOfTheHistory(8);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('The demo', () => {
  let demo: TestShop;
  beforeAll(async () => {
    demo = await openTestShop('demo', people);
  });
  afterAll(() => demo.close());
  const furnish = (earlier: DemoFacts | null) =>
    furnishShop(demo.shop, { secrets: demo.secrets, earlier, databaseUrl: demo.databaseUrl });
  const countEvents = () => demo.shop.asOperator(({ events }) => events.countByState());

  test('has no reconciliation findings between the twin and the portal', async () => {
    const truth = demo.shop.twin.truth();
    expect(truth.subscriptions).toHaveLength(people.flatMap(({ lives }) => lives).length);
    const { findings, problems, subscriptions } = await demo.shop.asOperator((deps) =>
      reconcile(deps, { dryRun: true, since: new Date(0) }),
    );
    expect({ findings, problems, subscriptions }).toEqual({
      findings: [],
      problems: [],
      subscriptions: truth.subscriptions.length,
    });
    expect(Object.keys(await countEvents()).sort()).toEqual(['applied', 'ignored']);
    const waiting = demo.shop.twin.deliveries().filter(({ state }) => state !== 'delivered');
    expect(waiting).toEqual([]);
    expect(Math.abs(demo.shop.twin.now().getTime() - Date.now())).toBeLessThan(300_000);
  });

  test('sends e-mails only about the last days of its history, at most 500 for all 200 people', async () => {
    const list = await demo.shop.asOperator(async (deps) => {
      await announceDays(deps);
      return deps.outbox.list({ limit: 1_000 });
    });
    const perPerson = 500 / 200;
    expect(list.length).toBeLessThanOrEqual(people.length * perPerson);
    const oldest = Date.now() - 4 * 86_400_000;
    for (const { ids } of list) {
      if (ids.happenedAt !== undefined)
        expect(Date.parse(String(ids.happenedAt))).toBeGreaterThanOrEqual(oldest);
    }
  });

  test('offers accounts that are new, active, past due and cancelled', async () => {
    const { log_ins } = await furnish(null);
    const standings = async (logIn: keyof typeof log_ins) => {
      const { api } = await enter(demo.shop.visitorParts, { name: '', ...log_ins[logIn] });
      const licences = await api.licences.list.query({});
      const { total } = await api.billing.receipts.query({});
      return {
        total,
        licences: licences.map(({ product, status, standing }) => `${product} ${status} ${standing}`).sort(),
      };
    };
    expect(await standings('new')).toEqual({ total: 0, licences: [] });
    const active = await standings('active');
    expect(active.licences).toEqual(['Monica active good', 'OfficeLife active good']);
    expect(active.total).toBeGreaterThan(12);
    expect((await standings('past_due')).licences).toEqual(['Monica past_due grace']);
    expect((await standings('cancelled')).licences).toEqual(['Monica cancelled ending']);
  });

  test('renews licences when a month passes and applies every alert', async () => {
    const paid = () => demo.shop.twin.truth().subscriptions.flatMap(({ payments }) => payments).length;
    const before = paid();
    await demo.shop.twin.advanceDays(31);
    expect(paid()).toBeGreaterThan(before);
    const unsettled = async () => {
      const { pending = 0, failed = 0, waiting = 0 } = await countEvents();
      return { pending, failed, waiting };
    };
    await expect.poll(unsettled).toEqual({ pending: 0, failed: 0, waiting: 0 });
  });

  // Runs only with EVERY_CASE, because it starts a whole demo again.
  if (isEveryCase)
    test('keeps its data on a second start without replaying the history', async () => {
      const facts = await furnish(null);
      const count = await countEvents();
      const subscriptions = demo.shop.twin.subscriptions().length;
      expect(await demo.reopen()).toEqual({ unsent: 0, unapplied: 0 });
      const { url, metricsUrl } = demo.shop.portal;
      const addresses = {
        url,
        metrics_url: metricsUrl,
        twin_url: demo.shop.twin.url,
        mail_url: demo.shop.mailbox.url,
      };
      expect(await furnish(facts)).toEqual({ ...facts, ...addresses });
      expect(await countEvents()).toEqual(count);
      expect(demo.shop.twin.subscriptions()).toHaveLength(subscriptions);
    });

  // Only the printed curl command needs curl. Other tests cover everything else here without it.
  test.skipIf(!hasCurl)(
    'sells a licence that the printed curl command validates (skipped without curl)',
    async () => {
      const facts = await furnish(null);
      const answer = await runCommand('bash', ['-c', curlOf(facts)]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
        next_check_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        product: 'Monica',
      });
    },
  );

  test('has an administrator with two-step verification whose code the mailbox shows', async () => {
    const { url, mail_url, admin } = await furnish(null);
    const post = (endpoint: string, body: object, cookie = '') =>
      fetch(`${url}/api/auth${endpoint}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, cookie },
        body: JSON.stringify(body),
      });
    const asked = await post('/sign-in/email', { email: admin.email, password: admin.password });
    expect(await asked.json()).toEqual({ ok: true, secondFactor: ['totp'] });
    const cookie = asked.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    const page = await (await fetch(`${mail_url}/authenticator`)).text();
    const [, ...halves] = /class="code">(\d{3}) (\d{3})/.exec(page) ?? [];
    // A new TOTP step may have begun since the page was rendered, so the previous code is allowed too.
    expect([0, -1].map((steps) => totpCode(admin.totp_secret, { steps }))).toContain(halves.join(''));
    expect((await post('/two-factor/verify-totp', { code: halves.join('') }, cookie)).status).toBe(200);
  });

  test('has an administrator with a colleague, and a log of what they have done, once', async () => {
    await furnish(null);
    await furnish(null);
    const { entries } = await demo.shop.asOperator((deps) => listAuditLog(deps, {}));
    expect(entries.map(({ act, outcome }) => `${act} ${outcome}`).sort()).toEqual([
      'administrators.make done',
      'customer.addNote done',
      'customer.block done',
      'customer.signOut done',
      'licence.extend done',
      'licence.grant done',
    ]);
  });

  test('creates a new instance when the stored one no longer exists', async () => {
    const facts = await furnish(null);
    const gone = { client_id: '0b8f5d0e-0000-4000-8000-000000000000', client_secret: 'nothing' };
    const { instance } = await furnish({ ...facts, instance: gone });
    expect(instance).not.toEqual(gone);
    const token = await fetch(`${facts.url}/oauth/token`, { method: 'POST', body: tokenForm(instance) });
    expect(token.status).toBe(200);
  });

  test("writes a settings file with the portal's settings for the operator's commands", async () => {
    const path = writeSettingsFile(folder, demo.shop.settings);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(parseEnv(readFileSync(path, 'utf8'))).toEqual(demo.shop.settings);
    expect(readConfig(parseEnv(readFileSync(path, 'utf8')) as Record<string, string>)).toEqual(
      readConfig(demo.shop.settings),
    );
  });

  // The last one, because the alerts about the unknown plan stay.
  test('gives administrators something to look into: failed alerts, found ones, and payouts', async () => {
    const before = await countEvents();
    await makeTrouble(demo.shop, people);
    await expect.poll(async () => (await countEvents()).failed ?? 0).toBeGreaterThan(before.failed ?? 0);
    const listed = (question: EventQuestion) => demo.shop.asOperator((deps) => listEvents(deps, question));
    const failed = await listed({ state: 'failed' });
    const problems = failed.events.map(({ problem }) => problem);
    const unknown = { kind: 'unknown_plan', paddlePlanId: String(forgottenPlan.id) };
    expect(problems).not.toEqual([]);
    expect(problems).toEqual(problems.map(() => unknown));
    const found = await listed({ findings: true });
    expect(found.events.map(({ type }) => type)).toContain('new_audience_member');
    expect((await listed({ type: 'transfer_paid' })).events).not.toEqual([]);
  });
});

const facts: DemoFacts = {
  url: 'http://localhost:3000',
  twin_url: 'http://127.0.0.1:4010',
  mail_url: 'http://127.0.0.1:4011',
  metrics_url: null,
  database_url: 'mysql://127.0.0.1/portal',
  customer: { email: 'customer@example.org', password: 'a' },
  admin: { email: 'admin@example.org', password: 'b', totp_secret: 'GEZDGNBVGY3TQOJQ' },
  log_ins: {
    new: { email: 'new@example.com', password: 'h' },
    active: { email: 'active@example.com', password: 'i' },
    past_due: { email: 'past-due@example.com', password: 'j' },
    cancelled: { email: 'cancelled@example.com', password: 'k' },
  },
  instance: { client_id: 'c', client_secret: 'd' },
  licence_key: 'e',
  private_key: 'f',
  paddle_public_key: 'g',
};

describe('demo.json', () => {
  test('is read back as written and readable only by its owner', () => {
    const path = writeDemoFile(folder, facts);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(facts);
    expect(readDemoFile(folder)).toEqual(facts);
  });

  test('is replaced without leaving temporary files', () => {
    writeDemoFile(folder, facts);
    writeDemoFile(folder, { ...facts, licence_key: 'other' });
    expect(readdirSync(folder)).toEqual(['demo.json']);
    expect(readDemoFile(folder)?.licence_key).toBe('other');
  });

  test('counts as absent when it is malformed or has another shape', () => {
    expect(readDemoFile(folder)).toBeNull();
    for (const text of ['{"url":', '{"url":"http://localhost:3000"}', '[]']) {
      writeFileSync(join(folder, 'demo.json'), text);
      expect(readDemoFile(folder)).toBeNull();
    }
  });
});

describe("The demo's secrets", () => {
  test('are generated once, all different, and readable only by their owner', () => {
    const secrets = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(secrets);
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
    expect(statSync(join(folder, 'demo-secrets.json')).mode & 0o777).toBe(0o600);
  });

  test.each(['', '{"appKey":', '[]', '{"appKey":1}'])(
    'throw a clear error when the file is damaged (%j)',
    (text) => {
      writeFileSync(join(folder, 'demo-secrets.json'), text);
      expect(() => readSecrets(folder)).toThrow(/demo-secrets\.json no longer contains the demo's secrets/);
    },
  );

  test('of an earlier demo are kept and missing ones are added', () => {
    const { newPassword: _, activePassword: __, ...earlier } = readSecrets(folder);
    writeFileSync(join(folder, 'demo-secrets.json'), JSON.stringify(earlier));
    const secrets = readSecrets(folder);
    expect(secrets).toMatchObject(earlier);
    expect(secrets.activePassword).toMatch(/^\w{5}-\w{5}-\w{5}$/);
    expect(readSecrets(folder)).toEqual(secrets);
  });
});
