/** Texts that the server makes for each answer, in the coding that their caller takes best. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { chooseCoding, codings } from './content-coding.ts';

/** Bytes. A shorter text fits into one packet with its headers as it is. */
const worthCompressing = 1_024;

const gzipOptions = { level: 6 };
// Made anew for each answer: what a higher quality saves in bytes it would cost in time.
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

/** Whoever refuses every coding is sent the text as it is. */
function codingFor({ req }: ServerResponse, text: string): Coding {
  if (Buffer.byteLength(text) < worthCompressing) return 'identity';
  return chooseCoding(req.headers['accept-encoding'], codings) ?? 'identity';
}

function end(res: ServerResponse, body: Buffer, coding: Coding): void {
  res.appendHeader('Vary', 'Accept-Encoding');
  if (coding !== 'identity') res.setHeader('Content-Encoding', coding);
  res.setHeader('Content-Length', body.length);
  // Node leaves the body out for HEAD.
  res.end(body);
}

/**
 * Ends the answer with a text, compressed where that is worth it. How long a compressed text is tells what it holds to
 * who can put a guess into it (BREACH): not for texts that hold a secret of a person whose browser another site can
 * make ask for them.
 */
export async function sendText(res: ServerResponse, text: string): Promise<void> {
  const coding = codingFor(res, text);
  end(res, await encode(text, coding), coding);
}

/** The same before it returns: for short texts, where nobody waits for a promise. */
export function sendShortText(res: ServerResponse, text: string): void {
  const coding = codingFor(res, text);
  end(res, encodeAtOnce(text, coding), coding);
}
