/** Finds ports on the loopback. */
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Tries to listen; the port it got, or null when another program has it. */
function listenOnce(port: number, host: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : null));
    });
  });
}

/** The first of `from`, `from + 1`, … that nobody listens on. Throws after a hundred. */
export async function nextFreePort(from: number, host = '127.0.0.1'): Promise<number> {
  for (let port = from; port < from + 100 && port <= 65_535; port += 1) {
    // A program that listens on every address holds the port for the loopback too, and the other way round.
    if ((await listenOnce(port, host)) !== null && (await listenOnce(port, '0.0.0.0')) !== null) return port;
  }
  throw new Error(`No port from ${from} to ${from + 99} is free`);
}

/** Any free port. */
export async function anyFreePort(host = '127.0.0.1'): Promise<number> {
  const port = await listenOnce(0, host);
  if (port === null) throw new Error('The system gave no free port');
  return port;
}

/** Four free ports, all different: each is held until the last is found. */
export async function fourFreePorts(host = '127.0.0.1'): Promise<[number, number, number, number]> {
  const probes = [createServer(), createServer(), createServer(), createServer()] as const;
  const open = (probe: Server): Promise<number> =>
    new Promise((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(0, host, () => resolve((probe.address() as AddressInfo).port));
    });
  const [a, b, c, d] = probes;
  try {
    return [await open(a), await open(b), await open(c), await open(d)];
  } finally {
    for (const probe of probes) probe.close();
  }
}
