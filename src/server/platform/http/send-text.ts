/** Sends generated text in the best coding that the client accepts. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { chooseCoding, codings } from './content-coding.ts';

/** In bytes. A shorter text fits into one packet uncompressed. */
const worthCompressing = 1_024;

const gzipOptions = { level: 6 };
// Every response is compressed separately, so a higher quality would cost more time than the smaller size saves.
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

/** Returns `identity` for short texts, and for clients that refuse every coding. */
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
 * Ends the response with a text, compressed if that is worthwhile. The compressed length reveals secrets to anyone who
 * can insert guesses into the text (BREACH). Don't use it for texts that contain a user's secret if another site can
 * make that user's browser request them.
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
