/**
 * Logs why requests failed, within limits, because any caller can make requests fail while the database is away. The
 * first failures of a kind in a minute are logged with error, causes and stack; further ones are counted. An outage of
 * the database is logged when it begins, every minute with the number of failed requests, and when it ends.
 */
import type { Logger } from 'pino';
import { failureKindsOf } from '#server/platform/database/failure-kinds.ts';
import { minuteMs } from '#shared/durations.ts';

export const failureLimits = {
  /** Lines per minute for failures of one kind: same message, same type of error, same stack. */
  linesOfAKind: 10,
  /** Kinds that are counted separately in a minute; all others share the limit of one more kind. */
  kinds: 50,
} as const;

/** Characters of a stack that tell kinds apart. */
const maxStackLength = 4_000;
const otherKinds = 'failures of other kinds';

type FailureLogger = Pick<Logger, 'info' | 'warn' | 'error'>;
type Level = 'warn' | 'error';

interface Failure {
  error: unknown;
  /** Further fields of the line. */
  fields: Record<string, unknown>;
  message: string;
  level: Level;
}

/** Rejects while the database cannot be reached. */
type Probe = () => Promise<unknown>;

/** Ignores the error's message, which may quote input and then differs in each request. */
function kindOf({ error, message }: Failure): string {
  if (!(error instanceof Error)) return `${message} ${typeof error}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [message, error.name, ...frames].join('\n').slice(0, maxStackLength);
}

function boundedFailures(log: FailureLogger): (failure: Failure) => void {
  let kinds = new Map<string, { written: number; leftOut: number; level: Level; message: string }>();

  function beginMinute(): void {
    const past = kinds;
    kinds = new Map();
    for (const { leftOut, level, message } of past.values())
      if (leftOut > 0) log[level]({ leftOut, failure: message }, 'further failures of the past minute');
  }

  return (failure) => {
    const { error, fields, message, level } = failure;
    if (kinds.size === 0) setTimeout(beginMinute, minuteMs).unref();
    const own = kindOf(failure);
    const isSeparate = kinds.has(own) || kinds.size < failureLimits.kinds;
    const key = isSeparate ? own : otherKinds;
    const kind = kinds.get(key) ?? {
      ...{ written: 0, leftOut: 0, level },
      message: isSeparate ? message : otherKinds,
    };
    kinds.set(key, kind);
    if (kind.written >= failureLimits.linesOfAKind) {
      kind.leftOut += 1;
      return;
    }
    kind.written += 1;
    log[level]({ err: error, ...fields }, message);
  };
}

function outages(log: FailureLogger) {
  let outage: { since: number; leftOut: number } | null = null;
  let probe: Probe | null = null;

  /** Without a probe, a minute without failures counts as the end. */
  async function hasEnded(leftOut: number): Promise<boolean> {
    if (!probe) return leftOut === 0;
    return probe().then(
      () => true,
      // The outage's first line has the error.
      () => false,
    );
  }

  function checkLater(): void {
    setTimeout(() => void check(), minuteMs).unref();
  }

  async function check(): Promise<void> {
    if (!outage) return;
    const isOver = await hasEnded(outage.leftOut);
    const { since, leftOut } = outage;
    const fields = { leftOut, ms: Date.now() - since };
    if (isOver) {
      outage = null;
      log.info(fields, 'the database answers again');
      return;
    }
    if (leftOut > 0) log.warn(fields, 'the database still cannot be reached; further requests have failed');
    outage.leftOut = 0;
    checkLater();
  }

  return {
    note({ error, fields, message }: Failure): void {
      if (outage) {
        outage.leftOut += 1;
        return;
      }
      outage = { since: Date.now(), leftOut: 0 };
      log.warn({ err: error, ...fields }, `${message}: the database cannot be reached`);
      checkLater();
    },
    probeWith(given: Probe): void {
      probe = given;
    },
  };
}

interface FailureLog {
  write: (failure: Failure) => void;
  outages: ReturnType<typeof outages>;
}

/** By logger, so that all handlers of a process share the limits. */
const failureLogs = new WeakMap<FailureLogger, FailureLog>();

function failureLogOf(log: FailureLogger): FailureLog {
  const known = failureLogs.get(log);
  if (known) return known;
  const made = { write: boundedFailures(log), outages: outages(log) };
  failureLogs.set(log, made);
  return made;
}

/**
 * Logs a failure of a request, within the limits above. `level` is for failures that are not the database's: a conflict of
 * concurrent work is a warning.
 */
export function logFailure(
  log: FailureLogger,
  error: unknown,
  { level = 'error', ...fields }: Record<string, unknown> & { level?: Level },
  message: string,
): void {
  const { write, outages: ofDatabase } = failureLogOf(log);
  const kinds = failureKindsOf(error);
  const failure = { error, fields, message, level: kinds.has('conflict') ? ('warn' as const) : level };
  if (kinds.has('unreachable')) ofDatabase.note(failure);
  else write(failure);
}

/** Has `probe` called every minute during an outage, to log its end. Without it, the end is a minute without failures. */
export function watchOutages(log: FailureLogger, probe: Probe): void {
  failureLogOf(log).outages.probeWith(probe);
}
