/**
 * Generates HTTP load with autocannon. Runs outside the measured process, so that it doesn't affect that process's CPU
 * time.
 */
import autocannon from 'autocannon';

export interface Load {
  url: string;
  /**
   * The requests to send. They are split evenly between the connections, so that no two connections send the same
   * request. If they don't divide evenly, the remaining ones aren't sent.
   */
  requests: readonly {
    method: 'GET' | 'POST';
    path: string;
    headers?: Record<string, string>;
    body?: string;
  }[];
  connections?: number;
  /** When to stop: after this many seconds, or once every request has been sent. */
  until: { seconds: number } | 'sent';
}

export interface Measured {
  perSecond: number;
  /** Latency in milliseconds. */
  p50: number;
  p99: number;
  answered: number;
  seconds: number;
}

/**
 * Sends the requests and measures the responses. Throws on any error, timeout or non-2xx response; otherwise fast
 * failures would count as throughput.
 */
export async function measure({ url, requests, connections = 32, until }: Load): Promise<Measured> {
  const share = Math.floor(requests.length / connections);
  let next = 0;
  const begun = performance.now();
  const result = await autocannon({
    url,
    connections,
    // Milliseconds between checks whether all requests have been sent. autocannon's default of one second is too coarse
    // for measuring time.
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
    // autocannon's own average is per sampling interval, which is much shorter than a second here.
    perSecond: answered / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered,
    seconds,
  };
}
