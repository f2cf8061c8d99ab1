/**
 * Writes one log line for each request, up to a limit per minute for each network and for all networks together, so that
 * requests cannot fill a disk. Requests beyond a limit are counted and summarised in one line per minute. The cause of a
 * failed request is logged separately (`observability/failure-log`).
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import { networkOf } from './network.ts';

/** Lines per minute. */
export const lineLimits = {
  /** Refused requests of one network: 400 to 499, and the 500 with which the ping refuses a body or a key. */
  refusedOfNetwork: 60,
  /** Failed requests (500 and above) of one network. */
  failedOfNetwork: 60,
  /** All other requests of one network: a hosted product checks all its accounts in one burst. */
  answeredOfNetwork: 3_000,
  refused: 3_000,
  failed: 3_000,
  answered: 60_000,
} as const;

/** Networks that are counted separately in a minute; further ones share the limit of all. */
const maxNetworks = 10_000;
/** Number of networks named in the summary. */
const named = 10;
/** Characters. The path of a request may be as long as all headers together. */
const maxPathLength = 300;

export interface RequestLine {
  address: string | null;
  status: number;
  /** Whether the client's mistake was the reason, whatever the status. */
  isRefused: boolean;
  path: string;
  /** Further fields of the line. */
  fields: Record<string, unknown>;
  message: string;
}

interface Count {
  refused: number;
  failed: number;
  answered: number;
}

const newCount = (): Count => ({ refused: 0, failed: 0, answered: 0 });

function kindOf({ status, isRefused }: RequestLine): keyof Count {
  if (isRefused || (status >= 400 && status < 500)) return 'refused';
  return status >= 500 ? 'failed' : 'answered';
}

export function requestLines(log: Pick<Logger, 'info' | 'warn'>): { write: (line: RequestLine) => void } {
  let networks = new Map<string, Count>();
  let all = newCount();
  let leftOut = { ...newCount(), networks: new Map<string, number>() };
  let isCounting = false;

  function beginMinute(): void {
    const { refused, failed, answered, networks: noisy } = leftOut;
    networks = new Map();
    all = newCount();
    leftOut = { ...newCount(), networks: new Map() };
    isCounting = false;
    if (refused + failed + answered === 0) return;
    const noisiest = [...noisy].sort(([, one], [, other]) => other - one).slice(0, named);
    log.warn(
      {
        refused,
        failed,
        answered,
        networks: noisy.size,
        noisiest: noisiest.map(([network, lines]) => ({ network, lines })),
      },
      'requests of the past minute that were not logged individually',
    );
  }

  function hasLine(network: string, kind: keyof Count): boolean {
    const count = networks.get(network) ?? newCount();
    if (!networks.has(network) && networks.size < maxNetworks) networks.set(network, count);
    count[kind] += 1;
    if (count[kind] > lineLimits[`${kind}OfNetwork`] || all[kind] >= lineLimits[kind]) {
      leftOut[kind] += 1;
      if (leftOut.networks.has(network) || leftOut.networks.size < maxNetworks)
        leftOut.networks.set(network, (leftOut.networks.get(network) ?? 0) + 1);
      return false;
    }
    all[kind] += 1;
    return true;
  }

  return {
    write(line) {
      const { address, status, path, fields, message } = line;
      // A minute begins with its first request; only the summary waits for its end.
      if (!isCounting) setTimeout(beginMinute, minuteMs).unref();
      isCounting = true;
      if (hasLine(networkOf(address), kindOf(line)))
        log.info({ path: path.slice(0, maxPathLength), status, ...fields }, message);
    },
  };
}

/** Writes up to `perMinute` lines, and at the end of the minute the number of lines left out. */
export function sparingly(
  perMinute: number,
  write: (fields: Record<string, unknown>) => void,
): (fields: Record<string, unknown>) => void {
  let written = 0;
  let leftOut = 0;
  let isCounting = false;
  return (fields) => {
    if (!isCounting) {
      setTimeout(() => {
        if (leftOut > 0) write({ leftOut });
        isCounting = false;
        written = 0;
        leftOut = 0;
      }, minuteMs).unref();
    }
    isCounting = true;
    if (written < perMinute) {
      written += 1;
      write(fields);
    } else leftOut += 1;
  };
}
