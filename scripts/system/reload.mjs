/**
 * Runs Node and restarts it when a file changes: `node reload.mjs SOCKETS FOLDERS ARGUMENTS…`. SOCKETS is the number of
 * file descriptors to pass to the program, starting with descriptor 3. This process keeps them open, so a request that
 * arrives during a restart waits instead of being refused. The program's log is formatted for people, with stack traces
 * below errors.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { delimiter } from 'node:path';
import pretty from 'pino-pretty';

const patienceMs = 5_000;
/**
 * Milliseconds to wait for further changes after a change. Editors save a file in several steps, and git changes many
 * files at once.
 */
const settleMs = 100;
const [count, folders, ...args] = process.argv.slice(2);
if (folders === undefined || args.length === 0) {
  console.error('usage: node reload.mjs SOCKETS FOLDERS ARGUMENTS…');
  process.exit(2);
}
const sockets = Array.from({ length: Number(count) }, (_, index) => 3 + index);

const shown = pretty({
  colorize: process.stdout.isTTY,
  ignore: 'pid,hostname',
  singleLine: true,
  translateTime: 'SYS:HH:MM:ss',
});
shown.pipe(process.stdout);

function start() {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', ...sockets] });
  child.stdout?.pipe(shown, { end: false });
  return child;
}

/** @param {import('node:child_process').ChildProcess} running */
function end(running) {
  return new Promise((resolve) => {
    if (running.exitCode !== null || running.signalCode !== null) return resolve(undefined);
    const deadline = setTimeout(() => {
      console.error(`The program did not stop within ${patienceMs / 1_000} seconds and had to be killed.`);
      running.kill('SIGKILL');
    }, patienceMs);
    running.once('exit', () => {
      clearTimeout(deadline);
      resolve(undefined);
    });
    running.kill('SIGTERM');
  });
}

let child = start();
let stopping = false;
/** True during a restart. Only one restart runs at a time; changes made during it cause one more restart afterwards. */
let isRestarting = false;
let isDue = false;

async function restart() {
  isDue = true;
  if (isRestarting) return;
  isRestarting = true;
  while (isDue && !stopping) {
    isDue = false;
    await end(child);
    if (!stopping) child = start();
  }
  isRestarting = false;
}

/** @type {NodeJS.Timeout | undefined} */
let settling;
for (const folder of folders.split(delimiter)) {
  watch(folder, { recursive: true }, (_event, name) => {
    if (name === null || !/\.(ts|mjs|json)$/.test(name)) return;
    clearTimeout(settling);
    settling = setTimeout(restart, settleMs);
  });
}

for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
  process.on(signal, () => {
    stopping = true;
    void end(child).then(() => process.exit(0));
  });
}
