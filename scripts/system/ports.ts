/**
 * Reserves ports of this machine by binding each one as soon as it is chosen. If a port were only checked, another
 * program could take it before it is used.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface HeldPort {
  port: number;
  /**
   * Listens on 127.0.0.1 and resets every connection until the port is taken over. `server.listen(held.listener)` takes
   * it over in this process. Another process can take it over through the file descriptor (see `descriptorOf`).
   */
  listener: Server;
  /**
   * Releases the port. This must be called even if the listener has been handed over, because nothing else closes the
   * forwarder on `[::1]`.
   */
  release: () => Promise<void>;
}

/** Checks whether the error means that another program uses the port or that the system reserves it. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** Checks whether the error means that this machine doesn't have the address, for example because it has no IPv6. */
const isNoAddress = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');

async function listen(server: Server, host: string, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true, ipv6Only: host.includes(':') }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (server.listening) server.close(() => resolve());
    else resolve();
  });

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server is not listening on a port');
  return address.port;
}

/**
 * Checks that no program listens on this port on all addresses. Such a program also uses the port on the loopback
 * interface. Linux then refuses to bind the port there, so no check is needed, but other systems allow it.
 */
async function isFreeEverywhere(port: number): Promise<boolean> {
  if (process.platform === 'linux' || port === 0) return true;
  for (const host of ['0.0.0.0', '::']) {
    try {
      await close(await listen(createServer(), host, port));
    } catch (error) {
      if (isTaken(error)) return false;
      if (!isNoAddress(error)) throw error;
    }
  }
  return true;
}

/**
 * Listens on `[::1]` and forwards connections to 127.0.0.1, because browsers try `[::1]` first for "localhost". Returns
 * null if the machine has no IPv6.
 */
async function secondDoor(port: number): Promise<{ close: () => Promise<void> } | null> {
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const onward = connect(port, '127.0.0.1');
    for (const socket of [caller, onward]) {
      sockets.add(socket);
      // An error is always followed by a close event, which handles it.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        caller.destroy();
        onward.destroy();
      });
    }
    caller.pipe(onward).pipe(caller);
  });
  try {
    await listen(server, '::1', port);
  } catch (error) {
    if (isNoAddress(error)) return null;
    throw error;
  }
  return {
    async close() {
      const closed = close(server);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reserves this port, or any free port if `port` is 0. Returns null if the port is in use. */
async function take(port: number): Promise<HeldPort | null> {
  const listener = createServer((caller) => caller.resetAndDestroy());
  try {
    if (!(await isFreeEverywhere(port))) return null;
    await listen(listener, '127.0.0.1', port);
    const taken = portOf(listener);
    const second = await secondDoor(taken);
    return {
      port: taken,
      listener,
      async release() {
        await close(listener);
        await second?.close();
      },
    };
  } catch (error) {
    await close(listener);
    if (isTaken(error)) return null;
    throw error;
  }
}

/**
 * Tries the ports from `from` upwards and reserves the first that is free on both 127.0.0.1 and `[::1]`. Concurrent
 * callers get different ports. Throws after 100 attempts.
 */
export async function takePort(from: number): Promise<HeldPort> {
  for (let port = from; port < from + 100 && port <= 65_535; port += 1) {
    const held = await take(port);
    if (held) return held;
  }
  throw new Error(`None of the ports from ${from} to ${Math.min(65_535, from + 99)} is free`);
}

/** Reserves a free port that the system chooses. */
export async function takeAnyPort(): Promise<HeldPort> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const held = await take(0);
    if (held) return held;
  }
  throw new Error('The system returned no free port');
}

/**
 * Returns the listener's file descriptor. Pass it to a process that is to take over the port, and close `listener` here
 * once that process has started.
 */
export function descriptorOf({ listener }: Pick<HeldPort, 'listener'>): number {
  // Node accepts a descriptor in `server.listen({ fd })`, but it has no public API for reading one.
  const fd = (listener as unknown as { _handle?: { fd?: unknown } })._handle?.fd;
  if (typeof fd !== 'number' || fd < 0) throw new Error('This system cannot pass sockets to child processes');
  return fd;
}
