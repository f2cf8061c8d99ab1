/**
 * Logs why requests failed. The number of lines is limited, because any client can make requests fail while the
 * database is down. Each minute, the first failures of each kind are logged with error, causes and stack; the others
 * are only counted. During a database outage, one line is logged when it begins, one per minute with the number of
 * failed requests, and one when it ends.
 */
import type { Logger } from 'pino';
import { failureKindsOf } from '#server/platform/database/failure-kinds.ts';
import { minuteMs } from '#shared/durations.ts';

export const failureLimits = {
  /** Lines per minute for failures of one kind, that is, with the same message, error type and stack. */
  linesOfAKind: 10,
  /** Number of kinds counted separately per minute. All further kinds together have the limit of one kind. */
  kinds: 50,
} as const;

/** Maximum length of the text that identifies a kind, in characters. Most of it is the stack. */
const maxStackLength = 4_000;
const otherKinds = 'failures of other kinds';

type FailureLogger = Pick<Logger, 'info' | 'warn' | 'error'>;
type Level = 'warn' | 'error';

interface Failure {
  error: unknown;
  /** Additional fields of the log line. */
  fields: Record<string, unknown>;
  message: string;
  level: Level;
}

/** Queries the database. Rejects while it is unreachable. */
type Probe = () => Promise<unknown>;

/**
 * Returns the text that identifies a failure's kind. It doesn't contain the error's own message, which may quote the
 * request and then differs each time.
 */
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

  /** Without a probe, a minute without failures counts as the end of the outage. */
  async function hasEnded(leftOut: number): Promise<boolean> {
    if (!probe) return leftOut === 0;
    return probe().then(
      () => true,
      // Not logged, because the outage's first line already contains the error.
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

/** Keyed by logger, so that all handlers of a process share the limits. */
const failureLogs = new WeakMap<FailureLogger, FailureLog>();

function failureLogOf(log: FailureLogger): FailureLog {
  const known = failureLogs.get(log);
  if (known) return known;
  const made = { write: boundedFailures(log), outages: outages(log) };
  failureLogs.set(log, made);
  return made;
}

/**
 * Logs why a request failed, within the limits above. `level` is ignored for database outages and conflicts, which are
 * always logged as warnings.
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

/**
 * Sets the `probe` that is called every minute during an outage, so that its end is detected and logged. Without a
 * probe, a minute without failures counts as the end.
 */
export function watchOutages(log: FailureLogger, probe: Probe): void {
  failureLogOf(log).outages.probeWith(probe);
}
