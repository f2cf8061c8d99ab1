/** Starts programs that end when this process ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { descriptorOf, type HeldPort } from './ports.ts';

const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url));

export interface Supervised {
  /** The pid of the supervisor, which is the parent process of the program. */
  pid: number;
  /** Resolves with the program's exit status when the program has ended. */
  ended: Promise<number>;
  /** Ends the program and waits until it has ended. Sends SIGTERM and, after 15 s, SIGKILL. */
  stop: () => Promise<void>;
}

export interface SupervisedOptions {
  environment?: NodeJS.ProcessEnv;
  cwd?: string;
  /**
   * File descriptor to which both standard output and standard error are written. `inherit` uses those of this process.
   */
  output: number | 'inherit';
  /**
   * Ports to hand over to the program, as file descriptors starting with 3. From then on, only the program accepts
   * connections on them.
   */
  hands?: readonly HeldPort[];
}

/**
 * Starts a program under a small supervisor that reads from a pipe to this process. However this process ends, the pipe
 * then closes and the supervisor ends the program. The supervisor has its own process group, so Ctrl-C reaches only
 * this process, which can then stop all programs in order.
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
  // A caller that awaits `ended` gets the error. If no caller does, the error must not crash this process.
  ended.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  // The supervisor keeps the sockets open. They are closed here, because otherwise this process would accept
  // connections too.
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
