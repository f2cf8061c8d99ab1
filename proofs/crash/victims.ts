/** Portals in processes of their own, started ahead of time, each to be killed once. */
import { type ChildProcess, fork } from 'node:child_process';
import { bundleProgram } from '#proofs/bundled-program.ts';
import type { Order, Word } from './words.ts';

export interface Victim {
  url: string;
  /** From now on it is to die there. */
  order(order: Order): Promise<void>;
  /** Statements of webhooks since the order; for one that lives. */
  count(): Promise<number>;
  /** Resolves once it is dead, with the signal that killed it; null when it ended otherwise. */
  died: Promise<NodeJS.Signals | null>;
}

interface Begun {
  victim: Promise<Victim>;
  /** Tells it to go, dead or alive, and waits until it has gone. */
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
  /** To one that is dead nothing can be said: whoever waits for the answer hears of its death. */
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
  /** Takes back one that lived. */
  keep(victim: Victim): void;
  close(): Promise<void>;
}

/** `spare`: how many are started ahead. Every one has the environment, and takes a port of its own. */
export async function startVictims(
  environment: Readonly<Record<string, string>>,
  { spare }: { spare: number },
): Promise<Victims> {
  const program = await bundleProgram('victim', 'proofs/crash/victim.ts');
  const waiting: Promise<Victim>[] = [];
  /** Every one there ever was: also those in use when the proof fails. */
  const begun: Begun[] = [];
  const start = (): Promise<Victim> => {
    const one = begin(program.path, { ...process.env, ...environment });
    begun.push(one);
    // Whoever takes it hears of a failure; until then nobody listens.
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
