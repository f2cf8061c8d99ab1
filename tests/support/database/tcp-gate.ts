/**
 * A gate in front of a server that can be closed, opened or made to hang: an outage without stopping the server. A
 * closed one keeps its port, which somebody else could take, and turns callers away.
 */
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from '#scripts/system/ports.ts';

/** Forwards a loopback port to `target`. Closing it cuts the open connections too. */
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
    /** Passes nothing on any more over the connections there are, like a network that died. */
    hang(): void {
      for (const hang of hangers) hang();
      hangers.clear();
    },
    /** For good: nobody listens any more. */
    async stop(): Promise<void> {
      close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
