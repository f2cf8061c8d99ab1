import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { curlOf } from '#scripts/demo/announce.ts';
import { type DemoFacts, readDemoFile, writeDemoFile } from '#scripts/demo/demo-file.ts';
import { furnishShop, tokenForm } from '#scripts/demo/furnish.ts';
import { readSecrets } from '#scripts/demo/secrets.ts';
import type { Shop } from '#scripts/demo/shop.ts';
import { nextFreePort } from '#scripts/system/ports.ts';
import { runCommand } from '#scripts/system/run-command.ts';
import { openTestShop } from '#tests/support/demo-shop.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the demo', () => {
  let shop: Shop;
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'portal-demo-home-'));
    shop = await openTestShop('demo');
  });
  afterAll(async () => {
    await shop.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const furnish = (earlier: DemoFacts | null) =>
    furnishShop(shop, { secrets: readSecrets(home), earlier, databaseUrl: 'mysql://127.0.0.1/portal' });

  // Everything but this one line of the promise is tried elsewhere without curl too.
  test.skipIf(!hasCurl)(
    'sells its customer a licence that an instance validates by the curl it prints; a second start keeps all of it (skipped where curl is not installed)',
    async () => {
      const facts = await furnish(null);
      const answer = await runCommand('bash', ['-c', curlOf(facts)]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
        next_check_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        product: 'Monica',
      });

      const again = await furnish(facts);
      expect(again).toEqual(facts);
      expect(shop.twin.subscriptions()).toHaveLength(1);
    },
  );

  test('makes a new instance where the one of an earlier start is gone', async () => {
    const facts = await furnish(null);
    const gone = { client_id: '0b8f5d0e-0000-4000-8000-000000000000', client_secret: 'nothing' };
    const { instance } = await furnish({ ...facts, instance: gone });
    expect(instance).not.toEqual(gone);
    const token = await fetch(`${facts.url}/oauth/token`, { method: 'POST', body: tokenForm(instance) });
    expect(token.status).toBe(200);
  });
});

const facts: DemoFacts = {
  url: 'http://localhost:3000',
  twin_url: 'http://127.0.0.1:4010',
  mail_url: 'http://127.0.0.1:4011',
  metrics_url: null,
  database_url: 'mysql://127.0.0.1/portal',
  customer: { email: 'customer@example.org', password: 'a' },
  admin: { email: 'admin@example.org', password: 'b', totp_secret: null },
  instance: { client_id: 'c', client_secret: 'd' },
  licence_key: 'e',
  private_key: 'f',
  paddle_public_key: 'g',
};

describe('demo.json', () => {
  test('is read back as it was written, and belongs to its owner alone', () => {
    const path = writeDemoFile(folder, facts);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(facts);
    expect(readDemoFile(folder)).toEqual(facts);
  });

  test('is replaced whole: nothing lies beside it afterwards', () => {
    writeDemoFile(folder, facts);
    writeDemoFile(folder, { ...facts, licence_key: 'other' });
    expect(readdirSync(folder)).toEqual(['demo.json']);
    expect(readDemoFile(folder)?.licence_key).toBe('other');
  });

  test('counts as absent when it is of another shape, or no JSON', () => {
    expect(readDemoFile(folder)).toBeNull();
    for (const text of ['{"url":', '{"url":"http://localhost:3000"}', '[]']) {
      writeFileSync(join(folder, 'demo.json'), text);
      expect(readDemoFile(folder)).toBeNull();
    }
  });
});

describe('what the demo keeps', () => {
  test('its keys and passwords are made once, each its own, and belong to their owner alone', () => {
    const secrets = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(secrets);
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
    expect(statSync(join(folder, 'demo-secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('a busy port moves to the next one', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as AddressInfo;
    try {
      expect(await nextFreePort(port)).toBeGreaterThan(port);
    } finally {
      busy.close();
    }
  });
});
