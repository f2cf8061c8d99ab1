/** Connects to the database through a gate that can be shut to simulate an outage. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Gate {
  port: number;
  open: () => Promise<void>;
  /** Closes all existing connections and refuses new ones until the gate is opened. */
  shut: () => Promise<void>;
  stop: () => Promise<void>;
}

/** URL of the file that the thread runs. If a program is bundled, this file must be copied next to the bundle. */
export const gateThread = new URL('./gate-thread.mjs', import.meta.url);

export async function openGate(target: { host: string; port: number }): Promise<Gate> {
  const thread = new Worker(gateThread, {
    workerData: target,
    execArgv: [],
  });
  const [{ port }] = (await once(thread, 'message')) as [{ port: number }];
  const ask = async (wish: 'open' | 'shut'): Promise<void> => {
    thread.postMessage(wish);
    await once(thread, 'message');
  };
  await ask('open');
  return {
    port,
    open: () => ask('open'),
    shut: () => ask('shut'),
    async stop() {
      await ask('shut');
      await thread.terminate();
    },
  };
}
