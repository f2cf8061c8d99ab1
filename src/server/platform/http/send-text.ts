/** Sends generated text in the coding that the client prefers. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { chooseCoding, codings } from './content-coding.ts';

/** Minimum size in bytes for compression. A shorter text fits into one packet anyway. */
const worthCompressing = 1_024;

const gzipOptions = { level: 6 };
// Low, because every response is compressed separately: a higher quality would take more time than its smaller result
// saves.
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

type Coding = (typeof codings)[number];

async function encode(text: string, coding: Coding): Promise<Buffer> {
  if (coding === 'br') return promisify(brotliCompress)(text, brotliOptions);
  return coding === 'gzip' ? promisify(gzip)(text, gzipOptions) : Buffer.from(text);
}

function encodeAtOnce(text: string, coding: Coding): Buffer {
  if (coding === 'br') return brotliCompressSync(text, brotliOptions);
  return coding === 'gzip' ? gzipSync(text, gzipOptions) : Buffer.from(text);
}

/**
 * Chooses the coding for a text: `identity` if the text is short or the client refuses every coding, otherwise the one
 * that the client prefers.
 */
function codingFor({ req }: ServerResponse, text: string): Coding {
  if (Buffer.byteLength(text) < worthCompressing) return 'identity';
  return chooseCoding(req.headers['accept-encoding'], codings) ?? 'identity';
}

function end(res: ServerResponse, body: Buffer, coding: Coding): void {
  res.appendHeader('Vary', 'Accept-Encoding');
  if (coding !== 'identity') res.setHeader('Content-Encoding', coding);
  res.setHeader('Content-Length', body.length);
  // Node omits the body for HEAD.
  res.end(body);
}

/**
 * Ends the response with a text, compressed if that is worthwhile. Don't send a user's secret this way if another site
 * can make the user's browser request it: an attacker who can insert guesses into the text could learn the secret from
 * its compressed length (BREACH).
 */
export async function sendText(res: ServerResponse, text: string): Promise<void> {
  const coding = codingFor(res, text);
  end(res, await encode(text, coding), coding);
}

/** Like `sendText`, but synchronous, for short texts. */
export function sendShortText(res: ServerResponse, text: string): void {
  const coding = codingFor(res, text);
  end(res, encodeAtOnce(text, coding), coding);
}
