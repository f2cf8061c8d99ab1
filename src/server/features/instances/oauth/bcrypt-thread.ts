/** Compares secrets with bcrypt hashes in a separate thread, so that requests aren't blocked. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/**
 * The thread's code is a string rather than a file, because a thread can't load the TypeScript files used in
 * development and tests.
 */
const source = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { compareSync } = require(workerData);
  parentPort.on('message', ({ id, secret, storedHash }) => {
    try {
      parentPort.postMessage({ id, matches: compareSync(secret, storedHash) });
    } catch (error) {
      parentPort.postMessage({ id, problem: String(error) });
    }
  });
`;

const Answer = z.union([
  z.object({ id: z.number(), matches: z.boolean() }),
  z.object({ id: z.number(), problem: z.string() }),
]);

interface Pending {
  resolve: (matches: boolean) => void;
  reject: (reason: Error) => void;
}

/**
 * Returns a function that compares a secret with a bcrypt hash in the thread. The thread starts with the first
 * comparison and handles one comparison at a time. If it fails, its pending comparisons are rejected, and the next
 * comparison starts a new thread. The thread doesn't keep the process alive.
 */
export function createBcryptThread(): (secret: string, storedHash: string) => Promise<boolean> {
  let current: ReturnType<typeof start> | null = null;
  let lastId = 0;

  function start(): { worker: Worker; pending: Map<number, Pending> } {
    const pending = new Map<number, Pending>();
    const worker = new Worker(source, {
      eval: true,
      workerData: createRequire(import.meta.url).resolve('bcryptjs'),
      // The thread needs neither the environment variables nor the module loaders of the process.
      env: {},
      execArgv: [],
    });
    const fail = (reason: Error) => {
      if (current?.worker === worker) current = null;
      for (const { reject } of pending.values()) reject(reason);
      pending.clear();
    };
    worker.on('message', (message: unknown) => {
      const answer = Answer.parse(message);
      const caller = pending.get(answer.id);
      pending.delete(answer.id);
      if ('matches' in answer) caller?.resolve(answer.matches);
      else caller?.reject(new Error(`a secret could not be compared: ${answer.problem}`));
    });
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('the thread that compares secrets has ended')));
    worker.unref();
    return { worker, pending };
  }

  return (secret, storedHash) =>
    new Promise((resolve, reject) => {
      current ??= start();
      lastId += 1;
      current.pending.set(lastId, { resolve, reject });
      current.worker.postMessage({ id: lastId, secret, storedHash });
    });
}
