/** A gate in front of a server that can be closed, opened or made to hang: an outage without stopping the server. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Forwards a loopback port to `target`. Closing it cuts the open connections too; opening takes the same port. */
export async function tcpGate(target: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  const hangers = new Set<() => void>();
  let server: Server | undefined;
  let port = 0;

  function forward(caller: Socket): void {
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

  async function open(): Promise<void> {
    const opened = createServer(forward);
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', resolve);
    });
    port = (opened.address() as AddressInfo).port;
    server = opened;
  }

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    await new Promise((resolve) => {
      closing.close(resolve);
      for (const socket of sockets) socket.destroy();
    });
  }

  await open();
  return {
    get port() {
      return port;
    },
    open,
    close,
    /** Passes nothing on any more over the connections there are, like a network that died. */
    hang(): void {
      for (const hang of hangers) hang();
      hangers.clear();
    },
  };
}
