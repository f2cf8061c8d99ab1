/** Writes log lines without ever blocking the process. */

/**
 * Writes as many bytes as possible without blocking, and returns their number. If it can't write any, throws an error
 * with a `code`.
 */
export type WriteSome = (bytes: Buffer) => number;

export interface LogDestination {
  /** Writes one line. Never throws or blocks. */
  write: (line: string) => void;
  /** Tries once to write the buffered lines, for use when the process exits. */
  flush: () => void;
}

export interface LogDestinationOptions {
  /** Maximum number of bytes buffered while the log can't be written. Further lines are dropped and counted. */
  maxWaitingBytes?: number;
  /** Delay in milliseconds before the first retry, and the maximum delay. The delay doubles after each failed retry. */
  retryAfter?: { firstMs: number; maxMs: number };
}

const levelWarn = 40;

/**
 * Writes each line immediately, so that none is missing after a crash. A write fails if the disk is full, or if the
 * reader of a pipe stalls or is gone. Lines are then buffered up to a limit, and a timer retries. Once writing works
 * again, the buffered lines are written first, whole and in order. A line with the cause, the duration and the number
 * of dropped lines follows.
 */
export function createLogDestination(
  writeSome: WriteSome,
  { maxWaitingBytes = 1_048_576, retryAfter = { firstMs: 20, maxMs: 1_000 } }: LogDestinationOptions = {},
): LogDestination {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  /** `code` is the error code of the last failed write; EAGAIN after a partial write. */
  let outage: { since: number; code: string } | null = null;
  let retryMs = retryAfter.firstMs;
  let timer: NodeJS.Timeout | undefined;

  /** Writes as many of the bytes as possible. Returns those that couldn't be written, or null if all were. */
  function put(bytes: Buffer): Buffer | null {
    let written = 0;
    let code = 'EAGAIN';
    try {
      written = writeSome(bytes);
      if (written >= bytes.length) return null;
    } catch (error) {
      code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    }
    outage = { since: outage?.since ?? Date.now(), code };
    return bytes.subarray(written);
  }

  function keep(bytes: Buffer): void {
    if (waitingBytes + bytes.length > maxWaitingBytes) {
      dropped += 1;
      return;
    }
    waiting.push(bytes);
    waitingBytes += bytes.length;
  }

  function tryLater(): void {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      flush();
    }, retryMs).unref();
  }

  /** Writes the buffered lines in order, and stops at the first that can't be written completely. */
  function flush(): void {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const rest = put(next);
      waitingBytes -= next.length - (rest?.length ?? 0);
      if (!rest) continue;
      waiting.unshift(rest);
      // Part of the line could be written, so there may soon be room for more.
      retryMs = rest.length < next.length ? retryAfter.firstMs : Math.min(retryMs * 2, retryAfter.maxMs);
      tryLater();
      return;
    }
    retryMs = retryAfter.firstMs;
    sayWhatHappened();
  }

  function sayWhatHappened(): void {
    if (!outage) return;
    const line = {
      level: levelWarn,
      time: Date.now(),
      code: outage.code,
      ms: Date.now() - outage.since,
      dropped,
      msg: `the log could not be written for a while; ${dropped} lines were dropped`,
    };
    outage = null;
    dropped = 0;
    write(`${JSON.stringify(line)}\n`);
  }

  function write(line: string): void {
    const bytes = Buffer.from(line);
    if (outage) {
      keep(bytes);
      return;
    }
    const rest = put(bytes);
    if (!rest) return;
    waiting = [rest];
    waitingBytes = rest.length;
    tryLater();
  }

  return { write, flush };
}
