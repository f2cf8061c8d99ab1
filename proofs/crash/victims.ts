/** Portals in processes of their own, started ahead of time, each to be killed once. */
import { type ChildProcess, fork } from 'node:child_process';
import { anyFreePort } from '#scripts/system/ports.ts';
import { bundleProgram } from '../bundled-program.ts';
import type { Order, Word } from './words.ts';

export interface Victim {
  url: string;
  /** From now on it is to die there. */
  order(order: Order): Promise<void>;
  /** Statements of webhooks since the order; for one that lives. */
  count(): Promise<number>;
  /** Resolves once it is dead, with the signal that killed it; null when it ended otherwise. */
  died: Promise<NodeJS.Signals | null>;
  end(): void;
}

function begin(program: string, environment: NodeJS.ProcessEnv): Promise<Victim> {
  const child: ChildProcess = fork(program, {
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let hear: (word: Word) => void = () => undefined;
  child.on('message', (word) => hear(word as Word));
  const died = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_status, signal) => resolve(signal));
  });
  const answer = <S extends Word['said']>(said: S) =>
    new Promise<Extract<Word, { said: S }>>((resolve, reject) => {
      const isIt = (word: Word): word is Extract<Word, { said: S }> => word.said === said;
      hear = (word) => {
        if (isIt(word)) resolve(word);
      };
      void died.then((signal) => reject(new Error(`a portal ended with ${signal} instead of being ${said}`)));
    });
  return answer('open').then(({ url }) => ({
    url,
    async order(order) {
      const ready = answer('ready');
      child.send(order);
      await ready;
    },
    async count() {
      const counted = answer('counted');
      child.send('count');
      return (await counted).statements;
    },
    died,
    end: () => child.disconnect(),
  }));
}

export interface Victims {
  next(): Promise<Victim>;
  /** Takes back one that lived. */
  keep(victim: Victim): void;
  close(): Promise<void>;
}

/** `spare`: how many are started ahead. Every one has the environment and a port of its own. */
export async function startVictims(
  environment: Readonly<Record<string, string>>,
  { spare }: { spare: number },
): Promise<Victims> {
  const program = await bundleProgram('victim', 'proofs/crash/victim.ts');
  const waiting: Promise<Victim>[] = [];
  const start = async (): Promise<Victim> => {
    const port = String(await anyFreePort());
    return begin(program.path, {
      ...process.env,
      ...environment,
      PORT: port,
      APP_URL: `http://127.0.0.1:${port}`,
    });
  };
  const refill = (): void => {
    while (waiting.length < spare) {
      const victim = start();
      // Whoever takes it hears of a failure; until then nobody listens.
      victim.catch(() => undefined);
      waiting.push(victim);
    }
  };
  refill();
  return {
    async next() {
      const victim = waiting.shift();
      refill();
      return victim ?? start();
    },
    keep: (victim) => void waiting.unshift(Promise.resolve(victim)),
    async close() {
      for (const started of await Promise.allSettled(waiting)) {
        if (started.status === 'rejected') continue;
        started.value.end();
        await started.value.died;
      }
      program.remove();
    },
  };
}
