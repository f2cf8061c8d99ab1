/**
 * A gate in front of a server that can be closed, opened or made to hang. It simulates an outage without stopping the
 * server. While closed, the gate resets connections, but keeps its port bound, because another process could take a
 * free port.
 */
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from '#scripts/system/ports.ts';

/** Forwards connections from a loopback port to `target`. Closing the gate also cuts the connections that are open. */
export async function tcpGate(target: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  const hangers = new Set<() => void>();
  let isOpen = true;

  function forward(caller: Socket): void {
    if (!isOpen) {
      caller.resetAndDestroy();
      return;
    }
    const onward = connect(target.port, target.host);
    for (const socket of [caller, onward]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        caller.destroy();
        onward.destroy();
      });
    }
    caller.pipe(onward).pipe(caller);
    hangers.add(() => {
      caller.unpipe(onward);
      onward.unpipe(caller);
    });
  }

  const server = createServer(forward);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  function close(): void {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  }
  return {
    port: portOf(server),
    open(): void {
      isOpen = true;
    },
    close,
    /** Stops forwarding data on existing connections, as a network failure would. */
    hang(): void {
      for (const hang of hangers) hang();
      hangers.clear();
    },
    /** Closes the gate permanently and releases its port. */
    async stop(): Promise<void> {
      close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
