/**
 * The one way to take a port of this machine: it is bound from the moment it is chosen. A port that was only looked
 * for can be gone before it is used.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface HeldPort {
  port: number;
  /**
   * Listens on 127.0.0.1 and turns everybody away until somebody takes it over: in this process by
   * `server.listen(held.listener)`, in another by its file descriptor (`handOver`).
   */
  listener: Server;
  /** Gives the port back. Nothing else closes the way from `[::1]`, which outlives a listener that was handed over. */
  release: () => Promise<void>;
}

/** Another program has it, or it is the system's. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** This machine has no such address. */
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
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

/**
 * A program that listens on every address holds the port for the loopback as well. Linux says so when the loopback
 * is bound; other systems let both live.
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

/** Passes on what comes to `[::1]`: browsers ask there first for "localhost". Null on a machine without IPv6. */
async function secondDoor(port: number): Promise<{ close: () => Promise<void> } | null> {
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const onward = connect(port, '127.0.0.1');
    for (const socket of [caller, onward]) {
      sockets.add(socket);
      // Whoever was cut off hears of it by the closing.
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

/** Null when somebody else has it. */
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
 * Takes the first of `from`, `from + 1`, … that nobody has on any address of this machine's loopback, and holds it on
 * 127.0.0.1 and `[::1]`. Two processes that ask at once get two ports. Throws after a hundred.
 */
export async function takePort(from: number): Promise<HeldPort> {
  for (let port = from; port < from + 100 && port <= 65_535; port += 1) {
    const held = await take(port);
    if (held) return held;
  }
  throw new Error(`No port from ${from} to ${Math.min(65_535, from + 99)} is free`);
}

/** Takes any port. */
export async function takeAnyPort(): Promise<HeldPort> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const held = await take(0);
    if (held) return held;
  }
  throw new Error('The system gave no free port');
}

/** The file descriptor that another process is started with; `listener` is to be closed here once it has it. */
export function descriptorOf({ listener }: Pick<HeldPort, 'listener'>): number {
  // Node has no public name for it, though it takes one: `server.listen({ fd })`.
  const fd = (listener as unknown as { _handle?: { fd?: unknown } })._handle?.fd;
  if (typeof fd !== 'number' || fd < 0) throw new Error('This system does not hand over sockets');
  return fd;
}
