/** Closes a server without dropping requests in progress. */
import type { Server } from 'node:http';

/** How long requests in progress may take to finish, in milliseconds. */
export const finishRequestsWithinMs = 10_000;

/**
 * Stops accepting connections. Resolves once every request in progress has been answered, or has been cut off after
 * `finishRequestsWithinMs`.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), finishRequestsWithinMs);
    // Connections whose request started before the shutdown are kept alive after the response, so idle ones are closed
    // repeatedly.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
