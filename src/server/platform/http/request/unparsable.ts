/** Requests that Node cannot read at all: they reach no handler, and are answered on the bare connection. */
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const reasons: Readonly<Record<string, { status: number; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    detail: 'The headers are over their limit. Remove the cookies of this site and try again.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The body is over its limit. Send less.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time. Send it again.' },
};
const unreadable = { status: 400, detail: 'This is no request that can be read (RFC 9112).' };

/** Answers with the status that fits and ends the connection: what follows on it cannot be told apart any more. */
export function answerUnparsable(server: Server): void {
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    // A connection that was cut, or that has an answer under way already, is not written to.
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
        ...[
          'Content-Type: application/problem+json; charset=utf-8',
          `Content-Length: ${Buffer.byteLength(body)}`,
        ],
        ...['', body],
      ].join('\r\n'),
    );
  });
}
