/** Closes a port without dropping what is under way. */
import type { Server } from 'node:http';

/** How long requests under way are waited for. */
export const finishRequestsWithinMs = 10_000;

/** Takes no new connections, and resolves when the requests under way are answered or have been cut off. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), finishRequestsWithinMs);
    // A connection that was busy when this began is kept alive by its caller once it has its answer.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
