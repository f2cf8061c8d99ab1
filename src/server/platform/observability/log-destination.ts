/** Where log lines go. A log that cannot be written never keeps the portal from answering. */

/** Writes what it can of some bytes and says how many, or throws with a code: never waits. */
export type WriteSome = (bytes: Buffer) => number;

export interface LogDestination {
  /** Takes one line. Never throws and never waits. */
  write: (line: string) => void;
  /** Tries once more to write what waits: for the end of the process. */
  flush: () => void;
}

export interface LogDestinationOptions {
  /** Bytes that may wait in memory while nothing can be written; further lines are dropped, and counted. */
  maxWaitingBytes?: number;
  /** Milliseconds until the next try: at first, and at most. */
  retryAfter?: { firstMs: number; maxMs: number };
}

const levelWarn = 40;

/**
 * Each line is written at once, so that none is missing after a crash. When that fails (a full disk, a pipe that is not
 * read or whose reader is gone) lines wait in memory, up to a limit, and the write is tried again by a timer: the
 * process goes on meanwhile. When it succeeds what waited comes first, whole lines and in order, then one line that
 * says why and for how long nothing could be written and how many lines were dropped.
 */
export function createLogDestination(
  writeSome: WriteSome,
  { maxWaitingBytes = 1_048_576, retryAfter = { firstMs: 20, maxMs: 1_000 } }: LogDestinationOptions = {},
): LogDestination {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  /** `code`: why the last try failed; a disk or a pipe that took only a part had no room for the rest. */
  let outage: { since: number; code: string } | null = null;
  let retryMs = retryAfter.firstMs;
  let timer: NodeJS.Timeout | undefined;

  /** What is left of the bytes; none when all are written. */
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

  /** One attempt for each buffer until one fails: never the same one twice. */
  function flush(): void {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const rest = put(next);
      waitingBytes -= next.length - (rest?.length ?? 0);
      if (!rest) continue;
      waiting.unshift(rest);
      // Where some was taken there may soon be room for more.
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
