/** Starts programs that can't outlive this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { descriptorOf, type HeldPort } from './ports.ts';

const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url));

export interface Supervised {
  /** The pid of the supervisor. The program is its child. */
  pid: number;
  /** Resolves with the program's exit status. */
  ended: Promise<number>;
  /** Ends the program (SIGTERM, then SIGKILL after 15 s) and waits until it has ended. */
  stop: () => Promise<void>;
}

export interface SupervisedOptions {
  environment?: NodeJS.ProcessEnv;
  cwd?: string;
  /** File descriptor for both outputs; `inherit` uses this process's own. */
  output: number | 'inherit';
  /**
   * Ports that the program receives as file descriptors, from 3 on. Only the program accepts connections on them from
   * then on.
   */
  hands?: readonly HeldPort[];
}

/**
 * Starts a program under a small supervisor that reads a pipe from this process. When this process ends, however it
 * does, the pipe closes and the supervisor ends the program. The supervisor runs in its own process group, so Ctrl-C
 * reaches only this process, which can then shut everything down in order.
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
  // Callers that await `ended` see the error. If none does, it must not crash this process.
  ended.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  // The supervisor keeps the sockets open. If they stayed open here, this process would accept connections too.
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
