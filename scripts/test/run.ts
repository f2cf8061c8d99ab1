/**
 * Runs the tests. Starts one database server for all of them, runs vitest and then the browser tests, and prints the
 * total counts.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Browser, findBrowser } from '#scripts/system/browser.ts';
import { bringLaravelEncrypter, findPhp } from '#scripts/system/php.ts';
import { CommandFailed, runCommand } from '#scripts/system/run-command.ts';
import { bringSpamAssassin } from '#scripts/system/spam-assassin.ts';
import { addCounts, type Counts, closingLine, isGood, noTests, skippedLines } from './counts.ts';
import { countListed, countReport } from './playwright-counts.ts';
import { type Asked, selectTests } from './selection.ts';
import { startTestServer } from './test-server.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const dataFolder = join(project, '.data');
const require = createRequire(import.meta.url);
const vitestCli = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
const playwrightCli = join(dirname(require.resolve('@playwright/test/package.json')), 'cli.js');
const clientBuild = join(project, 'scripts/build/client.ts');
const Counted = z.object({ passed: z.int(), failed: z.int(), skipped: z.record(z.string(), z.int()) });

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Runs a test runner and prints its output. Resolves with the runner's exit status. */
function show(cli: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const runner = spawn(process.execPath, [cli, ...args], {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment,
    });
    runner.on('error', reject);
    runner.on('exit', (status) => resolve(status ?? 1));
  });
}

/**
 * Reads the counts from a runner's report. A missing report counts as one failed test. A non-zero exit status without a
 * failed test also counts as one, because it means that the runner itself failed.
 */
function readCounts(path: string, status: number, read: (text: string) => Counts): Counts {
  let counts: Counts;
  try {
    counts = read(readFileSync(path, 'utf8'));
  } catch (error) {
    say(`The test runner left no readable report: ${error instanceof Error ? error.message : error}`);
    return { ...noTests(), failed: 1 };
  }
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function runVitest(
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Counts> {
  const file = join(folder, 'vitest.json');
  const status = await show(vitestCli, ['run', '--passWithNoTests', ...args], {
    ...environment,
    TEST_COUNTS_FILE: file,
  });
  return readCounts(file, status, (text) => Counted.parse(JSON.parse(text)));
}

async function runPlaywright(
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Counts> {
  const browser = await findBrowser(dataFolder, say);
  if (!browser) return await skipBrowserTests(args, environment);
  try {
    // The browser tests use the client as it is built for production.
    await runCommand(process.execPath, ['--import', 'tsx', clientBuild, '--if-stale'], {
      cwd: project,
      environment,
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    say(error.message);
    return { ...noTests(), failed: 1 };
  }
  const file = join(folder, 'playwright.json');
  const status = await show(
    playwrightCli,
    ['test', '--pass-with-no-tests', '--reporter=list,json', ...args],
    {
      ...environment,
      ...browserSettings(browser),
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  );
  return readCounts(file, status, countReport);
}

const browserSettings = (browser: Browser): NodeJS.ProcessEnv => ({
  CHROMIUM: browser.executablePath,
  CHROMIUM_ENVIRONMENT: JSON.stringify(browser.environment),
});

async function skipBrowserTests(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Counts> {
  const list = ['test', '--list', '--pass-with-no-tests', '--reporter=json', ...args];
  const listed = countListed(
    await runCommand(process.execPath, [playwrightCli, ...list], { cwd: project, environment }),
  );
  return { ...noTests(), skipped: listed > 0 ? { 'no Chromium': listed } : {} };
}

async function run(asked: Asked): Promise<Counts> {
  const selection = selectTests(asked);
  mkdirSync(dataFolder, { recursive: true });
  const folder = mkdtempSync(join(dataFolder, 'test-report-'));
  const database = selection.needsDatabase ? await startTestServer(say) : null;
  const environment = {
    ...process.env,
    ...(asked.all ? { EVERY_CASE: '1' } : {}),
    ...(database ? { TEST_DATABASE_SERVER: database.address, TEST_DATABASE_PREFIX: database.prefix } : {}),
  };
  try {
    let counts = noTests();
    if (selection.vitest) {
      const php = selection.needsDatabase ? await findPhp(dataFolder, say) : null;
      if (php) await bringLaravelEncrypter(say);
      if (selection.needsSpamAssassin) await bringSpamAssassin(say);
      const settings = { ...environment, ...(php ? { PHP_PROGRAM: JSON.stringify(php) } : {}) };
      counts = addCounts(counts, await runVitest(selection.vitest, folder, settings));
    }
    if (selection.playwright)
      counts = addCounts(counts, await runPlaywright(selection.playwright, folder, environment));
    return counts;
  } finally {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the tests and ends this process. Its status is 0 if at least one test passed and none failed, and 1 otherwise.
 */
export async function runTests(asked: Asked): Promise<never> {
  // Ctrl-C also reaches the test runners, and they end without being told to. This process must stay alive until it has
  // removed the database.
  process.on('SIGINT', () => say('\nStopping…'));
  try {
    const counts = await run(asked);
    for (const line of skippedLines(counts)) console.log(line);
    console.log(closingLine(counts));
    process.exit(isGood(counts) ? 0 : 1);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    console.log(closingLine({ ...noTests(), failed: 1 }));
    process.exit(1);
  }
}
