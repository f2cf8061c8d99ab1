import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureInstalled, needsInstall, nodeProblem, project } from '#scripts/ready.mjs';
import { readArguments } from '#scripts/test/arguments.mjs';
import { addCounts, closingLine, isGood, noTests, skippedLines } from '#scripts/test/counts.ts';
import { countListed, countReport } from '#scripts/test/playwright-counts.ts';
import { type Selection, selectTests } from '#scripts/test/selection.ts';
import { someOf } from '#tests/support/cases/some-of.ts';

describe('The Node version', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '24.11.1', '26.10.0'])('%s is accepted', (version) => {
    expect(nodeProblem(version)).toBeNull();
  });
  test.each(['20.18.9', '18.20.0', '8.0.0'])(
    '%s is rejected with an error that names the required version',
    (version) => {
      expect(nodeProblem(version)).toBe(
        `Node 20.19 or newer is required, but this is Node ${version}. See https://nodejs.org.`,
      );
    },
  );

  test('for development is the same in .nvmrc, CI and the devcontainer', () => {
    const read = (path: string) => readFileSync(join(project, path), 'utf8');
    const lts = read('.nvmrc').trim();
    expect(lts).toMatch(/^\d+$/);
    expect(read('.github/workflows/ci.yml')).toContain(`node: [20, ${lts}]`);
    expect(read('.devcontainer/devcontainer.json')).toContain(`/typescript-node:${lts}-`);
  });
});

describe('The dependencies', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portal-ready-'));
    lock({
      'node_modules/a': { version: '1.0.0', integrity: 'x' },
      'node_modules/mac': { version: '1.0.0', optional: true },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lock = (packages: object) =>
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ packages: { '': { name: 'portal' }, ...packages } }),
    );
  const note = (packages: object) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  };
  const install = () => undefined;

  test('are installed once per lockfile', () => {
    expect(ensureInstalled(folder, install)).toBe(true);
    expect(ensureInstalled(folder, install)).toBe(false);
    lock({ 'node_modules/a': { version: '2.0.0' } });
    expect(ensureInstalled(folder, install)).toBe(true);
  });

  test('are installed again after a failed install', () => {
    expect(() =>
      ensureInstalled(folder, () => {
        throw new Error('no network');
      }),
    ).toThrow('no network');
    expect(needsInstall(folder)).toBe(true);
  });

  test("are not installed again when npm's record matches the lockfile", () => {
    note({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    expect(needsInstall(folder)).toBe(false);
  });

  test.each([
    ['is missing', {}],
    ['has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'x' } }],
    ['has another content', { 'node_modules/a': { version: '1.0.0', integrity: 'y' } }],
  ])('are installed when one of them %s', (_case, packages) => {
    note(packages);
    expect(needsInstall(folder)).toBe(true);
  });
});

describe('The tests selected by npm test', () => {
  const selected = (given: readonly string[]): Selection => {
    const read = readArguments(given);
    if (read.status !== 'run') throw new Error(`not to be run: ${JSON.stringify(read)}`);
    return selectTests(read.asked);
  };

  test('are all but the long ones by default', () => {
    expect(selected([])).toEqual({
      vitest: ['--project', 'rules', '--project', 'api', '--project', 'pages'],
      playwright: [],
      needsDatabase: true,
      needsSpamAssassin: false,
    });
  });
  test('include the long ones with --all', () => {
    expect(selected(['--all']).vitest).toContain('long');
    expect(selected(['--all']).playwright).toEqual([]);
  });
  test('are those of one project, with a database only when needed', () => {
    expect(selected(['--project', 'rules'])).toEqual({
      vitest: ['--project', 'rules'],
      playwright: null,
      needsDatabase: false,
      needsSpamAssassin: false,
    });
    expect(selected(['--project=api']).needsDatabase).toBe(true);
    expect(selected(['--project', 'e2e'])).toEqual({
      vitest: null,
      playwright: [],
      needsDatabase: true,
      needsSpamAssassin: false,
    });
  });
  test('are those of one file, for the runner that it belongs to', () => {
    expect(selected(['tests/api/a.test.ts']).playwright).toBeNull();
    expect(selected(['tests/api/a.test.ts']).vitest).toContain('tests/api/a.test.ts');
    expect(selected(['tests/e2e/buy.test.ts'])).toEqual({
      vitest: null,
      playwright: ['tests/e2e/buy.test.ts'],
      needsDatabase: true,
      needsSpamAssassin: false,
    });
  });
  test.each([
    [[], false],
    [['--all'], true],
    [['--project', 'long'], true],
    [['--project', 'rules', '--project', 'long'], true],
    [['--project', 'api'], false],
    [['--project', 'api', '--all'], false],
    [['--project', 'e2e', '--all'], false],
    [['tests/long/platform/spam-score.test.ts'], true],
    [['/portal/tests/long'], true],
    [['spam-score'], true],
    [['tests/api/a.test.ts', 'spam'], true],
    [['--project', 'long', 'spam'], true],
    [['--project', 'rules', 'spam'], false],
    [['tests/api/a.test.ts'], false],
    [['tests/pages', 'tests/rules/b.test.ts', 'tests/e2e/buy.test.ts'], false],
    [['tests/api/a.test.ts', '--all'], false],
  ])('need SpamAssassin for %j: %s', (given, needsSpamAssassin) => {
    expect(selected(given)).toMatchObject({ needsSpamAssassin });
  });
  test('are run with the arguments after -- passed on to the runner', () => {
    expect(selected(['tests/api/a.test.ts', '--', '-t', '--help']).vitest).toEqual(
      expect.arrayContaining(['tests/api/a.test.ts', '-t', '--help']),
    );
  });
  test.each([
    [['--wat'], 'npm test has no option --wat.'],
    [['-t', 'name'], 'npm test has no option -t.'],
    [['--all=1'], 'npm test has no option --all=1.'],
    [['--project'], '--project must be followed by one of rules, api, pages, long, e2e.'],
    [['--project='], '--project must be followed by one of rules, api, pages, long, e2e.'],
    [['--project', 'wat'], '--project must be followed by one of rules, api, pages, long, e2e.'],
    [['--project', '--all'], '--project must be followed by one of rules, api, pages, long, e2e.'],
  ])('are not started for %j, which is rejected in one sentence', (given, sentence) => {
    expect(readArguments(given)).toEqual({ status: 'refused', sentence });
  });
});

describe('The summary of a test run', () => {
  test('adds up the runners and lists skipped tests with their reasons', () => {
    const counts = addCounts(
      { passed: 3, failed: 0, skipped: { 'no php': 2 } },
      { passed: 1, failed: 1, skipped: { 'no php': 1, 'no Chromium': 4 } },
    );
    expect(closingLine(counts)).toBe('4 passed, 1 failed');
    expect(skippedLines(counts)).toEqual(['3 skipped: no php', '4 skipped: no Chromium']);
    expect(closingLine({ passed: 9, failed: 0, skipped: {} })).toBe('9 passed, 0 failed');
  });
  test('is successful only when a test ran and none failed', () => {
    expect(isGood({ ...noTests(), passed: 1 })).toBe(true);
    expect(isGood({ ...noTests(), passed: 1, failed: 1 })).toBe(false);
    expect(isGood(noTests())).toBe(false);
  });
  test('counts flaky browser tests and errors outside tests as failed', () => {
    const spec = (status: string, annotations: object[] = []) => ({ tests: [{ status, annotations }] });
    const report = JSON.stringify({
      suites: [
        {
          specs: [spec('expected'), spec('flaky')],
          suites: [
            { specs: [spec('unexpected'), spec('skipped', [{ type: 'skip', description: 'no clock' }])] },
          ],
        },
      ],
      errors: [{ message: 'a file that cannot be loaded' }],
    });
    expect(countReport(report)).toEqual({ passed: 1, failed: 3, skipped: { 'no clock': 1 } });
    expect(countListed(report)).toBe(4);
  });
});

describe('Every command', () => {
  const run = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

  const launchers: [string, string[]][] = [
    ['scripts/demo.mjs', []],
    ['scripts/demo.mjs', ['--dev']],
    ['scripts/start.mjs', []],
    ['scripts/check.mjs', []],
    ['scripts/build.mjs', []],
  ];
  test.each(someOf(launchers, 2))(
    '%s %j prints its usage with --help and rejects unknown arguments',
    (script, before) => {
      const help = run(script, ...before, '--help');
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(/^usage: npm /);
      for (const unknown of ['--wat', 'wat']) {
        const refused = run(script, ...before, unknown);
        expect(refused).toMatchObject({ status: 2, stdout: '' });
        expect(refused.stderr).toMatch(
          new RegExp(`^npm \\S+( \\S+)? does not accept ${unknown}\\.\nusage: `),
        );
      }
    },
  );

  const runners: [string, string[], string[]][] = [
    ['scripts/test.mjs', ['--all'], ['--wat']],
    ['bench/run.ts', [], ['--only']],
    ['proofs/run.ts', [], ['--wat']],
  ];
  test.each(someOf(runners, 1))(
    '%s %j: %j is rejected in one sentence with the usage',
    (script, before, wrong) => {
      const started = script.endsWith('.ts') ? ['--import', 'tsx', script] : [script];
      const refused = spawnSync(process.execPath, [...started, ...before, ...wrong], { encoding: 'utf8' });
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr).toMatch(/^[^\n]+\.\nusage: /);
    },
  );
});
