/** Starts programs that cannot outlive this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { descriptorOf, type HeldPort } from './ports.ts';

const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url));

export interface Supervised {
  /** Of the supervisor; the program is its child. */
  pid: number;
  /** Settles when the program has ended, with its exit status. */
  ended: Promise<number>;
  /** Asks the program to end (SIGTERM, after 15 s SIGKILL) and waits until it has. */
  stop: () => Promise<void>;
}

export interface SupervisedOptions {
  environment?: NodeJS.ProcessEnv;
  cwd?: string;
  /** A file descriptor that takes both outputs; `inherit` shows them here. */
  output: number | 'inherit';
  /** Ports that the program gets as file descriptors, from 3 on. It alone answers there from then on. */
  hands?: readonly HeldPort[];
}

/**
 * Starts a program under a small supervisor whose standard input is a pipe of ours. When this process ends, in
 * whatever way, the pipe closes and the supervisor ends the program. It runs in a process group of its own, so
 * Ctrl-C reaches only this process, which can then end things in the right order.
 */
export function startSupervised(
  program: string,
  args: readonly string[],
  options: SupervisedOptions,
): Supervised {
  const hands = options.hands ?? [];
  const child: ChildProcess = spawn(process.execPath, [supervisor, String(hands.length), program, ...args], {
    stdio: ['pipe', options.output, options.output, ...hands.map(descriptorOf)],
    detached: true,
    ...(options.environment ? { env: options.environment } : {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
  // Whoever waits for `ended` sees the error; without a waiter it must not end the process.
  ended.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  // The sockets stay open: the supervisor has them. Here they would answer too.
  for (const { listener } of hands) listener.close();
  return {
    pid: child.pid,
    ended,
    async stop() {
      child.stdin?.end();
      await ended;
    },
  };
}
