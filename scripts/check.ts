/**
 * Runs every static check in parallel, each with its own output, and combines them into one exit code (`npm run
 * check`).
 */
import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

/**
 * Caches live in node_modules until the next install. TypeScript 7 once missed an error in a file it considered
 * unchanged, so CI runs without caches.
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
  'format and lint': ['biome check --error-on-warnings'],
  directions: ['tsx scripts/directions/judge.ts'],
  // Files per folder, lines per file and import cycles between folders.
  structure: ['tsx scripts/structure/run.ts'],
  // Verifies that the security claims in docs/asvs.md are still tested.
  asvs: ['tsx scripts/asvs/run.ts'],
  // Exports that only tests use are allowed, but files and packages that only tests need must not count as production
  // code.
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
  // Tools turn colors off when their output is piped, but this output ends up in a terminal.
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
};

/** Runs a command line to completion. Never rejects: errors are part of the output. */
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

/** Runs the command lines of one check in order, stopping at the first failure. */
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
