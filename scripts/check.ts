/**
 * `npm run check`: runs all static checks in parallel, prints the output of each, and exits with one status for all of
 * them.
 */
import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

/**
 * Folder for the checks' caches. It is emptied by the next install. CI doesn't use caches, because TypeScript 7 once
 * missed an error in a file that it considered unchanged.
 */
const cacheFolder = 'node_modules/.cache';
const [incremental, cached] = process.env.CI
  ? ['', '']
  : [
      ` --incremental --tsBuildInfoFile ${cacheFolder}/tsc.tsbuildinfo`,
      ` --cache --cache-location ${cacheFolder}/knip`,
    ];

const checks = {
  types: [`tsc --noEmit${incremental}`],
  // Biome 2.6 has no cache. Half of its time goes into the types that noFloatingPromises and noMisusedPromises need.
  'format and lint': ['biome check --error-on-warnings'],
  directions: ['tsx scripts/directions/judge.ts'],
  // Checks the number of files per folder, the number of lines per file, and import cycles between folders.
  structure: ['tsx scripts/structure/run.ts'],
  // Checks that the tests cited in docs/asvs.md as evidence still exist.
  asvs: ['tsx scripts/asvs/run.ts'],
  // Two runs, because an export that only tests use is allowed, but a file or package that only tests need must not
  // count as production code.
  'dead code': [
    `knip${cached}`,
    `knip --production --exclude exports,types${cached && `${cached}-production`}`,
  ],
  size: ['tsx scripts/build/client.ts --if-stale', 'size-limit'],
};

const root = resolve(import.meta.dirname, '..');
const environment = {
  ...process.env,
  PATH: `${resolve(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  // Tools turn colors off if their output goes to a pipe. Here it is printed to a terminal later.
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
};

/**
 * Runs a command line until it ends. Never rejects: if the program can't be started, the error becomes part of the
 * output.
 */
function run(commandLine: string): Promise<{ passed: boolean; output: string }> {
  const [command = '', ...options] = commandLine.split(' ');
  return new Promise((settle) => {
    const child = spawn(command, options, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => settle({ passed: false, output: `${commandLine}: ${error.message}\n` }));
    child.on('close', (code) => settle({ passed: code === 0, output }));
  });
}

/** Runs the command lines of one check in order. Stops at the first one that fails. */
async function check([name, commandLines]: [string, string[]]): Promise<boolean> {
  const started = performance.now();
  let passed = true;
  let output = '';
  for (const commandLine of commandLines) {
    const result = await run(commandLine);
    output += result.output;
    passed = result.passed;
    if (!passed) break;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  if (!passed || process.argv.includes('--verbose')) console.log(output.trimEnd().replace(/^/gm, '  │ '));
  return passed;
}

const results = await Promise.all(Object.entries(checks).map(check));
const failed = results.filter((passed) => !passed).length;
console.log(`${results.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
