/** Starts the measured process, and ends it. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface MeasuredProcess {
  portal: string;
  yardsticks: string;
  stop: () => Promise<void>;
}

export function startMeasured(environment: Record<string, string>): Promise<MeasuredProcess> {
  const child = fork(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the measured process ended with ${code}`)));
    child.once('message', (at) => {
      const addresses = at as { portal: string; yardsticks: string };
      resolve({ ...addresses, stop: () => ended(child) });
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.disconnect();
  });
}
