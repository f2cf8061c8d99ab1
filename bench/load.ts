/** Sends requests as fast as they are answered, and counts. Runs in a process apart from what it measures. */
import autocannon from 'autocannon';

export interface Load {
  url: string;
  /** Dealt to the connections in turn: no two connections send the same one at the same time. */
  requests: readonly {
    method: 'GET' | 'POST';
    path: string;
    headers?: Record<string, string>;
    body?: string;
  }[];
  connections?: number;
  /** Until this many seconds are over, or every request was sent once. */
  until: { seconds: number } | 'sent';
}

export interface Measured {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  answered: number;
  seconds: number;
}

/** Throws when anything but a success is answered: a fast failure is no speed. */
export async function measure({ url, requests, connections = 32, until }: Load): Promise<Measured> {
  const share = Math.floor(requests.length / connections);
  let next = 0;
  const begun = performance.now();
  const result = await autocannon({
    url,
    connections,
    // It looks whether everything was sent once in this many milliseconds: by default a second, too coarse to time by.
    sampleInt: 20,
    ...(until === 'sent' ? { amount: share * connections } : { duration: until.seconds }),
    setupClient(client) {
      const mine = requests.slice(next * share, (next + 1) * share);
      next += 1;
      client.setRequests(mine.map((each) => ({ ...each })));
    },
  });
  const seconds = (performance.now() - begun) / 1000;
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors, ${result.timeouts} timeouts`);
  }
  const answered = result['2xx'];
  return {
    // Not autocannon's average, which is of its samples, and those are not of a second.
    perSecond: answered / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered,
    seconds,
  };
}
