/** Closes a port without dropping current requests. */
import type { Server } from 'node:http';

/** How long current requests may take to finish. */
export const finishRequestsWithinMs = 10_000;

/** Accepts no new connections, and resolves once current requests are answered or have been cut off. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), finishRequestsWithinMs);
    // A client keeps a connection alive after the answer if the request began before this.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
