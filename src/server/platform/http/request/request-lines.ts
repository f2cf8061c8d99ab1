/**
 * One log line for each request, within limits: lines beyond a number per minute, of one network or of all, are counted
 * and summarised in one line, so that requests cannot fill a disk. Our own failures are always logged.
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import { networkOf } from './network.ts';

/** Lines per minute. */
export const lineLimits = {
  /** Refused requests (400 to 499) of one network. */
  refusedOfNetwork: 60,
  /** All other requests of one network: a hosted product checks all its accounts in one burst. */
  answeredOfNetwork: 3_000,
  refused: 3_000,
  answered: 60_000,
} as const;

/** Networks that are counted separately in a minute; further ones share the limit of all. */
const maxNetworks = 10_000;
/** Networks that the summary names. */
const named = 10;
/** Characters. The path of a request may be as long as all headers together. */
const maxPathLength = 300;

export interface RequestLine {
  address: string | null;
  status: number;
  path: string;
  /** Further fields of the line. */
  fields: Record<string, unknown>;
  message: string;
}

interface Count {
  refused: number;
  answered: number;
}

const newCount = (): Count => ({ refused: 0, answered: 0 });

export function requestLines(log: Pick<Logger, 'info' | 'warn'>): { write: (line: RequestLine) => void } {
  let networks = new Map<string, Count>();
  let all = newCount();
  let leftOut = { ...newCount(), networks: new Map<string, number>() };
  let isCounting = false;

  function beginMinute(): void {
    const { refused, answered, networks: noisy } = leftOut;
    networks = new Map();
    all = newCount();
    leftOut = { ...newCount(), networks: new Map() };
    isCounting = false;
    if (refused + answered === 0) return;
    const noisiest = [...noisy].sort(([, one], [, other]) => other - one).slice(0, named);
    log.warn(
      {
        refused,
        answered,
        networks: noisy.size,
        noisiest: noisiest.map(([network, lines]) => ({ network, lines })),
      },
      'requests of the past minute that have no line of their own',
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
    write({ address, status, path, fields, message }) {
      // A minute begins with its first request; only the summary waits for its end.
      if (!isCounting) setTimeout(beginMinute, minuteMs).unref();
      isCounting = true;
      const isKept = status >= 500 || hasLine(networkOf(address), status >= 400 ? 'refused' : 'answered');
      if (isKept) log.info({ path: path.slice(0, maxPathLength), status, ...fields }, message);
    },
  };
}

/** Writes a line of one kind up to `limit` times a minute, and then how many were left out. */
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
