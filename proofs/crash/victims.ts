/** Starts portals in separate processes before they are needed, so that one is always ready to be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { bundleProgram } from '#proofs/bundled-program.ts';
import type { Order, Word } from './words.ts';

export interface Victim {
  url: string;
  /** Orders the portal to kill itself at the given statement. */
  order(order: Order): Promise<void>;
  /** Returns the number of statements that webhooks have run since the last order. Rejects if the portal is dead. */
  count(): Promise<number>;
  /**
   * Resolves once the process has ended. The value is the signal that killed the process, or null if it exited without
   * one.
   */
  died: Promise<NodeJS.Signals | null>;
}

interface Begun {
  victim: Promise<Victim>;
  /** Disconnects from the process, whether it is dead or alive, and waits until it has ended. */
  end(): Promise<void>;
}

function begin(program: string, environment: NodeJS.ProcessEnv): Begun {
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
  /** Errors while sending are ignored: if the process is dead, `died` rejects the pending request. */
  const ask = <S extends Word['said']>(question: Order | 'count', said: S) => {
    const answered = answer(said);
    child.send(question, () => undefined);
    return answered;
  };
  const victim = answer('open').then(({ url }) => ({
    url,
    order: async (order: Order) => void (await ask(order, 'ready')),
    count: async () => (await ask('count', 'counted')).statements,
    died,
  }));
  return {
    victim,
    async end() {
      if (child.connected) child.disconnect();
      await died;
    },
  };
}

export interface Victims {
  next(): Promise<Victim>;
  /** Makes a portal that has survived available again. */
  keep(victim: Victim): void;
  close(): Promise<void>;
}

/**
 * Starts portals in advance, so that `spare` of them are always ready. Each runs with `environment` and its own port.
 */
export async function startVictims(
  environment: Readonly<Record<string, string>>,
  { spare }: { spare: number },
): Promise<Victims> {
  const program = await bundleProgram('victim', 'proofs/crash/victim.ts');
  const waiting: Promise<Victim>[] = [];
  /** Every process ever started. It includes those that are still in use if the proof fails. */
  const begun: Begun[] = [];
  const start = (): Promise<Victim> => {
    const one = begin(program.path, { ...process.env, ...environment });
    begun.push(one);
    // If the start fails, the caller that later takes this portal gets the error. Until then, the error must not become
    // an unhandled rejection.
    one.victim.catch(() => undefined);
    return one.victim;
  };
  const refill = (): void => {
    while (waiting.length < spare) waiting.push(start());
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
      await Promise.all(begun.map((one) => one.end()));
      program.remove();
    },
  };
}
