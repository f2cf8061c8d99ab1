/** Starts and stops the measured process, which is bundled in the same way as the production server. */
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import { bundle } from '#scripts/build/server.ts';

const bundled = resolve(import.meta.dirname, '../dist/bench');

/** Bundles the measured process. Call it once, before the first measurement. */
export const buildMeasured = (): Promise<void> =>
  bundle(bundled, { serve: resolve(import.meta.dirname, 'serve.ts') });

export interface MeasuredProcess {
  portal: string;
  yardsticks: string;
  /** Returns the CPU time that the process has used so far, in seconds and across all threads. */
  cpuSeconds: () => Promise<number>;
  stop: () => Promise<void>;
}

export function startMeasured(environment: Record<string, string>): Promise<MeasuredProcess> {
  const child = fork(resolve(bundled, 'serve.js'), {
    env: { ...process.env, ...environment },
    execArgv: ['--enable-source-maps', '--max-semi-space-size=64'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the measured process exited with status ${code}`)));
    child.once('message', (at) => {
      const addresses = at as { portal: string; yardsticks: string };
      resolve({ ...addresses, cpuSeconds: () => askedFor(child), stop: () => ended(child) });
    });
  });
}

function askedFor(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (seconds) => resolve(seconds as number));
    child.send('cpu');
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.disconnect();
  });
}
