/** Responds to requests that Node can't parse. They never reach a handler, so the response is written to the socket. */
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemMediaType } from '#shared/problems.ts';

const reasons: Readonly<Record<string, { status: number; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    detail: 'The headers are too large. Delete the cookies of this site and try again.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The body is too large. Send less data.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time. Send it again.' },
};
const unreadable = { status: 400, detail: 'The request is not valid HTTP (RFC 9112).' };

/**
 * Responds with the matching status and closes the connection, because it is unknown where the next request would
 * start.
 */
export function answerUnparsable(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    // Writes nothing if the connection is gone or a response is already being sent.
    const isUnderWay = '_httpMessage' in socket && socket._httpMessage !== null;
    if (error.code === 'ECONNRESET' || !socket.writable || isUnderWay) {
      socket.destroy();
      return;
    }
    const { status, detail } = reasons[error.code ?? ''] ?? unreadable;
    const title = STATUS_CODES[status] ?? 'Bad Request';
    const body = JSON.stringify({ type: 'about:blank', title, status, detail, message: detail });
    socket.end(
      [
        `HTTP/1.1 ${status} ${title}`,
        ...['Connection: close', 'Cache-Control: no-store', 'X-Content-Type-Options: nosniff'],
        ...[`Content-Type: ${problemMediaType}`, `Content-Length: ${Buffer.byteLength(body)}`],
        ...['', body],
      ].join('\r\n'),
    );
  });
}
