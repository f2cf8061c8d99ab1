/** Reads the whole body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';

export type Body = { status: 'read'; bytes: Buffer } | { status: 'too_large' } | { status: 'cut_off' };

/**
 * Reads the body of a request. Never rejects. If the body exceeds the limit, the rest of it is read and discarded so
 * that the client can receive the response.
 */
export function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    const tooLarge = () => {
      req.removeAllListeners('data');
      req.resume();
      resolve({ status: 'too_large' });
    };
    if (Number(req.headers['content-length'] ?? 0) > limit) {
      tooLarge();
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) tooLarge();
      else chunks.push(chunk);
    });
    req.once('end', () => resolve({ status: 'read', bytes: Buffer.concat(chunks, length) }));
    req.once('error', () => resolve({ status: 'cut_off' }));
    req.once('close', () => resolve({ status: 'cut_off' }));
  });
}
