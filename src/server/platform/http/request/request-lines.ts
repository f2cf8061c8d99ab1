/**
 * Writes one log line per request. The number of lines per minute is limited for each network and for all networks
 * together, so that requests can't fill the disk. One line per minute summarizes the requests beyond the limits. The
 * cause of a failed request is logged separately (`observability/failure-log`).
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import { networkOf } from './network.ts';

/** Lines per minute. */
export const lineLimits = {
  /**
   * For refused requests from one network: those with status 400 to 499, and pings that got a 500 because of an invalid
   * body or key.
   */
  refusedOfNetwork: 60,
  /** For failed requests (status 500 and above) from one network. */
  failedOfNetwork: 60,
  /**
   * For all other requests from one network. The limit is high, because a hosted product checks all its accounts in one
   * burst.
   */
  answeredOfNetwork: 3_000,
  refused: 3_000,
  failed: 3_000,
  answered: 60_000,
} as const;

/**
 * Maximum number of networks counted separately per minute. Further networks are limited only by the limit for all
 * networks together.
 */
const maxNetworks = 10_000;
/** Maximum number of networks named in the summary. */
const named = 10;
/** In characters. Longer paths are cut, because Node limits only the total length of the path and all headers. */
const maxPathLength = 300;

export interface RequestLine {
  address: string | null;
  status: number;
  /** Whether the client caused the error, whatever the status. */
  isRefused: boolean;
  path: string;
  /** Additional fields of the log line. */
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
      // A minute starts with its first request. Lines are written immediately; only the summary is written at the end
      // of the minute.
      if (!isCounting) setTimeout(beginMinute, minuteMs).unref();
      isCounting = true;
      if (hasLine(networkOf(address), kindOf(line)))
        log.info({ path: path.slice(0, maxPathLength), status, ...fields }, message);
    },
  };
}

/**
 * Returns a function that writes up to `perMinute` lines. If it left out any, it writes their number at the end of the
 * minute.
 */
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
