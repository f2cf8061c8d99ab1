/** Listens on a port, or on a socket that is already open. */
import type { Server } from 'node:net';

/** A port, a listening socket passed to this process (`fd`), or a server of this process whose socket is taken over. */
export type ListenAt = number | { fd: number } | Server;

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server is not listening on a port');
  return address.port;
}

function reasonOf(error: NodeJS.ErrnoException, at: ListenAt, address: string): Error {
  if (typeof at !== 'number') return error;
  if (error.code === 'EADDRINUSE')
    return new Error(`port ${at} of ${address} is used by another program`, { cause: error });
  if (error.code === 'EACCES')
    return new Error(`this user may not listen on port ${at} of ${address}`, { cause: error });
  return error;
}

/**
 * Resolves once the server is listening. `address` only applies to a port. If the port is in use or not permitted,
 * rejects with an error that names it.
 */
export function listen(server: Server, at: ListenAt, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(reasonOf(error, at, address));
    server.once('error', failed);
    const listening = () => {
      server.off('error', failed);
      resolve();
    };
    if (typeof at === 'number') server.listen(at, address, listening);
    else server.listen(at, listening);
  });
}
