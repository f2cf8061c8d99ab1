/** The order in which a process lets go of what it has opened, and how long each part may take. */
import type { Logger } from 'pino';

/**
 * One after another; what belongs to the same phase ends at the same time. `drain`: everything is still answered, so
 * that balancers can learn of it. `work`: no new connections; requests, rounds and jobs under way come to an end.
 * `rest`: what those have left to be done. `connections`: nothing uses them any more.
 */
const phases = ['drain', 'work', 'rest', 'connections'] as const;
export type ShutdownPhase = (typeof phases)[number];

export interface Closer {
  /** For the log line, should it be late. */
  name: string;
  /** What takes longer is left behind. */
  withinMs: number;
  close: () => Promise<void> | void;
}

export interface Shutdown {
  add: (phase: ShutdownPhase, closer: Closer) => void;
  /** The sum of what the phases may take: whoever is not done by then hangs. */
  limitMs: () => number;
  /**
   * Closes everything, once however often it is called. What fails keeps nothing else from being closed; the first
   * failure is thrown at the end. What is late is left behind with a warning.
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
