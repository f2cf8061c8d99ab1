/**
 * Records the last ping of each licence. Pings are collected in memory and written later, so that no ping waits for it.
 */
import type { Deps } from '#server/deps.ts';
import { hourMs } from '#shared/durations.ts';
import type { LastPing } from './last-ping.repository.ts';

/**
 * Maximum number of licences whose pings are kept in memory. Pings of further licences aren't recorded until the next
 * write; they take about 10 MB.
 */
const maxLicences = 50_000;

export interface PingRecorder {
  /** Remembers a ping until the next `write`. A later ping of the same licence replaces it. */
  record: (ping: LastPing) => void;
  /**
   * Writes the pings recorded so far. Of each licence, one is stored an hour at most, by all processes together, unless
   * the answer has changed or the client wasn't known. Rejects if the database can't be reached; the pings are then
   * kept for the next call.
   */
  write: () => Promise<void>;
}

type RecorderDeps = Pick<Deps, 'lastPings' | 'log'>;

/** Creates the recorder of a process. If the process crashes, the pings since the last `write` are lost. */
export function createPingRecorder(
  deps: RecorderDeps,
  { max = maxLicences }: { max?: number } = {},
): PingRecorder {
  let recorded = new Map<number, LastPing>();
  let left = 0;
  let writing: Promise<void> = Promise.resolve();

  function add(ping: LastPing): void {
    const known = recorded.get(ping.licenceId);
    if (!known && recorded.size >= max) left += 1;
    else if (!known || known.at <= ping.at) recorded.set(ping.licenceId, ping);
  }

  async function writeRecorded(): Promise<void> {
    if (recorded.size === 0) return;
    const pings = recorded;
    recorded = new Map();
    if (left > 0) deps.log.warn({ left, max }, 'more licences were pinged at once than can be recorded');
    left = 0;
    try {
      const stored = await deps.lastPings.listByLicences([...pings.keys()]);
      const news = [...pings.values()].filter((ping) => isNews(ping, stored.get(ping.licenceId)));
      await deps.lastPings.saveNewest(news);
    } catch (error) {
      for (const ping of pings.values()) add(ping);
      throw error;
    }
  }

  return {
    record: add,
    write: () => {
      // One write at a time, so that the last one of a process that stops includes everything recorded before.
      writing = writing.then(writeRecorded, writeRecorded);
      return writing;
    },
  };
}

const isNews = (ping: LastPing, stored: LastPing | undefined): boolean =>
  !stored ||
  (ping.at > stored.at &&
    (ping.nextCheckOn !== stored.nextCheckOn ||
      ping.endReason !== stored.endReason ||
      stored.clientId === null ||
      ping.at.getTime() - stored.at.getTime() >= hourMs));
