/** A wire to the database that can be cut, mended, or made to hang. */
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export interface DatabaseRelay {
  /** The database's address, through the relay. */
  url: string;
  /** Breaks every connection and refuses new ones, like a database that is down. */
  cut: () => Promise<void>;
  mend: () => Promise<void>;
  /** Passes nothing on any more, like a database behind a dead network. */
  hang: () => void;
}

export async function startDatabaseRelay(databaseUrl: string): Promise<DatabaseRelay> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let hanging = false;
  const relay = createServer((near) => {
    const far = createConnection(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => hanging || to.write(chunk));
      // A broken wire breaks on both ends: that is what it is for.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = relay.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    cut: () =>
      new Promise((resolve) => {
        relay.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => {
      hanging = false;
      return listen(port);
    },
    hang: () => {
      hanging = true;
    },
  };
}
