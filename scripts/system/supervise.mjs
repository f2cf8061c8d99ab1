/**
 * Runs one program and ends it when standard input closes: `node supervise.mjs SOCKETS PROGRAM ARGUMENTS…`. SOCKETS is
 * the number of file descriptors to pass to the program, starting with descriptor 3. Standard input is a pipe from the
 * parent process. The kernel closes it however the parent ends, even on kill -9, so the program is always ended too.
 */
import { spawn } from 'node:child_process';

const patienceMs = 15_000;
const [count, program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error('usage: node supervise.mjs SOCKETS PROGRAM ARGUMENTS…');
  process.exit(2);
}

const sockets = Array.from({ length: Number(count) }, (_, index) => 3 + index);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', ...sockets] });
child.on('error', (error) => {
  console.error(`${program} could not be started: ${error.message}`);
  process.exit(127);
});
child.on('exit', (status, signal) => {
  process.exit(status ?? (signal === 'SIGTERM' ? 0 : 1));
});

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
}

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
