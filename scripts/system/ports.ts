/**
 * Reserves ports of this machine by binding them as soon as they are chosen. A port that is only checked can be taken
 * before it's used.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface HeldPort {
  port: number;
  /**
   * Listens on 127.0.0.1 and resets every connection until the port is taken over, either in this process by
   * `server.listen(held.listener)` or in another one through its file descriptor (`descriptorOf`).
   */
  listener: Server;
  /**
   * Releases the port. Nothing else closes the forwarder on `[::1]`, which keeps running after the listener is handed
   * over.
   */
  release: () => Promise<void>;
}

/** Checks whether another program uses the port or the system reserves it. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** Returns true if this machine doesn't have the address, for example because it has no IPv6. */
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
 * A program that listens on all addresses also holds the port on the loopback interface. Linux then refuses to bind it
 * there, but other systems allow both.
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
 * Forwards connections from `[::1]`, which browsers try first for "localhost". Returns null if the machine has no IPv6.
 */
async function secondDoor(port: number): Promise<{ close: () => Promise<void> } | null> {
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const onward = connect(port, '127.0.0.1');
    for (const socket of [caller, onward]) {
      sockets.add(socket);
      // Errors are handled by the close event that follows them.
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

/** Reserves the port, or any free port if it's 0. Returns null if the port is in use. */
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
 * Reserves the first port, from `from` upwards, that is free on the whole loopback interface, and holds it on 127.0.0.1
 * and `[::1]`. Concurrent callers get different ports. Throws after 100 ports.
 */
export async function takePort(from: number): Promise<HeldPort> {
  for (let port = from; port < from + 100 && port <= 65_535; port += 1) {
    const held = await take(port);
    if (held) return held;
  }
  throw new Error(`None of the ports from ${from} to ${Math.min(65_535, from + 99)} is free`);
}

/** Reserves a port chosen by the system. */
export async function takeAnyPort(): Promise<HeldPort> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const held = await take(0);
    if (held) return held;
  }
  throw new Error('The system returned no free port');
}

/**
 * Returns the listener's file descriptor, for starting a process that takes over the port. Close `listener` here once
 * that process has it.
 */
export function descriptorOf({ listener }: Pick<HeldPort, 'listener'>): number {
  // Node has no public API for reading the descriptor, although `server.listen({ fd })` accepts one.
  const fd = (listener as unknown as { _handle?: { fd?: unknown } })._handle?.fd;
  if (typeof fd !== 'number' || fd < 0) throw new Error('This system cannot pass sockets to child processes');
  return fd;
}
