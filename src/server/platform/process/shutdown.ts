/** Closes what a process has opened, in order and within time limits. */
import type { Logger } from 'pino';

/**
 * Phases of a shutdown. They run one after another; the closers of one phase run in parallel.
 * - `drain`: requests are still served, until load balancers have noticed.
 * - `work`: no new connections are accepted; current requests, rounds and jobs finish.
 * - `rest`: work left over from the previous phases is done.
 * - `connections`: connections are closed last, when nothing uses them.
 */
const phases = ['drain', 'work', 'rest', 'connections'] as const;
export type ShutdownPhase = (typeof phases)[number];

export interface Closer {
  /** Identifies the closer in the log if it takes too long. */
  name: string;
  /** Milliseconds after which the closer is abandoned. */
  withinMs: number;
  close: () => Promise<void> | void;
}

export interface Shutdown {
  add: (phase: ShutdownPhase, closer: Closer) => void;
  /** Returns the maximum duration of all phases together, in milliseconds. A shutdown that takes longer is hanging. */
  limitMs: () => number;
  /**
   * Closes everything. Further calls return the same promise. If a closer fails, the others still run, and the first
   * error is thrown at the end. A closer that takes too long is abandoned with a warning.
   */
  run: () => Promise<void>;
}

export function createShutdown(log: Pick<Logger, 'warn'>): Shutdown {
  const closers: Record<ShutdownPhase, Closer[]> = { drain: [], work: [], rest: [], connections: [] };
  let running: Promise<void> | null = null;

  async function closeWithin({ name, withinMs, close }: Closer): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, withinMs, 'late');
    });
    const closing = (async () => close())();
    try {
      if ((await Promise.race([closing, late])) !== 'late') return;
      log.warn({ name, withinMs }, 'a component did not shut down in time and was abandoned');
      closing.catch((error: unknown) => log.warn({ err: error, name }, 'an abandoned component failed'));
    } finally {
      clearTimeout(timer);
    }
  }

  async function closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const phase of phases) {
      const outcomes = await Promise.allSettled(closers[phase].map(closeWithin));
      for (const outcome of outcomes) if (outcome.status === 'rejected') failures.push(outcome.reason);
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    add: (phase, closer) => void closers[phase].push(closer),
    limitMs: () =>
      phases.reduce((sum, phase) => sum + Math.max(0, ...closers[phase].map(({ withinMs }) => withinMs)), 0),
    run: () => {
      running ??= closeAll();
      return running;
    },
  };
}
