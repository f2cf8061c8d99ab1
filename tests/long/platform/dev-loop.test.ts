/** Tests `npm run dev` in a browser while files are edited. A page that is open must follow every edit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '#scripts/system/browser.ts';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { cloneInto } from '#tests/support/tree/clone.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const patience = { timeout: 90_000 };

let folder: string;
let child: ChildProcess;
let output = '';
let browser: Browser;
let page: Page;

/** Replaces text in a file of the copied project. Throws if the file doesn't contain it. */
function edit(path: string, before: string, after: string): void {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${path} lacks ${before}`);
  writeFileSync(file, text.replace(before, after));
}

/** Replaces an English message in every file that contains it, because several pages may use the same sentence. */
function editMessage(before: string, after: string): void {
  const messages = 'src/client/i18n/en';
  const files = readdirSync(join(folder, messages), { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') && readFileSync(join(folder, messages, name), 'utf8').includes(`'${before}'`),
  );
  if (files.length === 0) throw new Error(`No file has the message ${before}`);
  for (const file of files) edit(`${messages}/${file}`, `'${before}'`, `'${after}'`);
}

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dev-loop-')));
  cloneInto(folder);
  const port = await takeAnyPort();
  await port.release();
  const { DATABASE_URL: _ours, NODE_ENV: _tests, VITEST: _too, ...environment } = process.env;
  child = spawn('npm', ['run', 'dev'], {
    cwd: folder,
    detached: true,
    env: { ...environment, PORT: String(port.port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  await vi.waitFor(
    () => {
      if (child.exitCode === null && !output.includes('Press Ctrl-C to stop.'))
        throw new Error(`It is not open:\n${output}`);
    },
    { timeout: 800_000, interval: 250 },
  );
  if (child.exitCode !== null) throw new Error(`npm run dev ended:\n${output}`);
  const found = await findBrowser(join(project, '.data'), () => undefined);
  if (!found) throw new Error('There is no browser on this machine');
  browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.environment },
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  page = await browser.newPage();
  const url = /Portal +(\S+)\n/.exec(output)?.[1];
  if (url === undefined) throw new Error(`No address was told:\n${output}`);
  await page.goto(`${url}/login`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ timeout: 120_000 });
}, 900_000);

afterAll(async () => {
  await browser?.close();
  if (child?.pid !== undefined && child.exitCode === null) {
    process.kill(-child.pid, 'SIGINT');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
});

const titleIs = (text: string) =>
  expect.poll(() => page.getByRole('heading', { level: 1 }).textContent(), patience).toBe(text);

/** Number of times the portal has started to listen. */
const starts = () => output.split('listening').length - 1;

describe('An open page during development', () => {
  it('shows an edited message', async () => {
    const before = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    editMessage(before, 'First edit');
    await titleIs('First edit');
  });

  it('reconnects after server code is edited and follows the next edit', async () => {
    const before = starts();
    edit('src/server/app.ts', '/**', '/** Edited. */\n/**');
    await expect.poll(starts, patience).toBeGreaterThan(before);
    editMessage('First edit', 'Second edit');
    await titleIs('Second edit');
  });

  it.each([
    ['the server listens', async (): Promise<unknown> => undefined],
    [
      'the page asks for its document',
      (): Promise<unknown> => page.waitForRequest((request) => request.isNavigationRequest()),
    ],
    ['the page has read its messages', (): Promise<unknown> => page.waitForResponse(/client-sources.*i18n/)],
    ['the page is loaded', (): Promise<unknown> => page.waitForEvent('load')],
  ] as const)(
    'keeps working after shared code is edited, and follows an edit made when %s',
    async (_, moment) => {
      const before = starts();
      const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
      const reached = moment();
      edit('src/shared/pages.ts', '/**', '/** Edited. */\n/**');
      await expect.poll(starts, { ...patience, interval: 5 }).toBeGreaterThan(before);
      await reached;
      editMessage(title, `${title}, again`);
      await titleIs(`${title}, again`);
    },
  );

  it('follows edits after a restart between the loading of Vite’s client and its connection', async () => {
    const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    const before = starts();
    const loaded = page.waitForResponse(/@vite\/client/, patience);
    await page.route(
      '**/@vite/client',
      async (route) => {
        const response = await route.fetch();
        edit('src/server/app.ts', '/**', '/** Edited. */\n/**');
        await expect.poll(starts, patience).toBeGreaterThan(before);
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await page.reload({ waitUntil: 'commit' });
    await loaded;
    // Otherwise, messages could still be loaded after the edit.
    await page.waitForLoadState('networkidle');
    editMessage(title, 'Edit after a restart');
    await titleIs('Edit after a restart');
  });

  it('never keeps the server from stopping', () => {
    expect(starts()).toBeGreaterThan(1);
    expect(output).not.toContain('had to be killed');
  });

  it('shows a pending migration in the log and an overlay until it is applied', async () => {
    const name = '2099.01.01T00.of-tomorrow';
    writeFileSync(
      join(folder, `db/migrations/${name}.ts`),
      'export const up = async (): Promise<void> => undefined;\nexport const down = up;\n',
    );
    edit(
      'db/migration-list.ts',
      'import * as accounts',
      `import * as tomorrow from './migrations/${name}.ts';\nimport * as accounts`,
    );
    edit(
      'db/migration-list.ts',
      "  '2026.11.23T00.accounts'",
      `  '${name}': tomorrow,\n  '2026.11.23T00.accounts'`,
    );
    await expect.poll(() => output, patience).toMatch(/migrations are pending[^\n]*of-tomorrow/);
    await page.reload();
    const overlay = page.locator('vite-error-overlay');
    await overlay.getByText(name).waitFor();
    const migrate = spawn('npm', ['run', 'demo:portal', '--', 'migrate'], { cwd: folder, stdio: 'ignore' });
    expect(await once(migrate, 'close')).toEqual([0, null]);
    await page.reload();
    await titleIs('Edit after a restart');
    expect(await overlay.count()).toBe(0);
  });
});
