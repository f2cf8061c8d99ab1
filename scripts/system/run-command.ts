/** Runs a program until it ends. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** Text to write to the program's standard input. */
  input?: string;
  timeoutMs?: number;
}

/**
 * Thrown if the program couldn't be started, exited with a status other than 0, or timed out. `output` contains
 * everything that the program printed.
 */
export class CommandFailed extends Error {
  readonly output: string;
  constructor(message: string, output: string, options?: { cause?: unknown }) {
    super(`${message}${output.trim() === '' ? '' : `:\n${output.trim().slice(-2_000)}`}`, options);
    this.name = 'CommandFailed';
    this.output = output;
  }
}

/**
 * Runs a program and returns its standard output. Throws `CommandFailed` if the program fails. The error contains
 * standard output and standard error.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.cwd ? { cwd: options.cwd } : {}),
      ...(options.environment ? { env: options.environment } : {}),
      ...(options.timeoutMs ? { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const } : {}),
    });
    let output = '';
    let everything = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      everything += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      everything += text;
    });
    // If a program ends without reading its input, writing to the pipe causes an error. It can be ignored, because the
    // exit status shows whether the program failed.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', (cause) => reject(new CommandFailed(`${command} could not be started`, '', { cause })));
    child.on('close', (status, signal) => {
      if (status === 0) return resolve(output);
      const how = signal ? `was ended by ${signal}` : `ended with status ${status}`;
      reject(new CommandFailed(`${command} ${args[0] ?? ''} ${how}`, everything));
    });
  });
}
