/** Sends generated texts in the best coding that the client accepts. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { chooseCoding, codings } from './content-coding.ts';

/** Bytes. A shorter text fits into one packet uncompressed. */
const worthCompressing = 1_024;

const gzipOptions = { level: 6 };
// Compressed for each response: a higher quality would cost more time than its bytes save.
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

/** A client that refuses every coding gets the text uncompressed. */
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
 * Ends the response with a text, compressed where that is worthwhile. The length of a compressed text reveals secrets to
 * anyone who can put guesses into it (BREACH): do not use it for texts with a secret of a person, where another site can
 * make that person's browser request them.
 */
export async function sendText(res: ServerResponse, text: string): Promise<void> {
  const coding = codingFor(res, text);
  end(res, await encode(text, coding), coding);
}

/** The same, synchronously, for short texts. */
export function sendShortText(res: ServerResponse, text: string): void {
  const coding = codingFor(res, text);
  end(res, encodeAtOnce(text, coding), coding);
}
