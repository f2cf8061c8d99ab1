/** Serves the files of the client build from memory, in the coding that the browser prefers. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { RequestHandler, Response } from 'express';
import { isForHandler, reading } from '#server/platform/http/allowed-methods.ts';
import { type ContentCoding, chooseCoding } from '#server/platform/http/content-coding.ts';

/** Media types by file extension. Files with any other extension aren't served. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

const suffixes = { br: '.br', gzip: '.gz' } as const;

interface Representation {
  body: Buffer;
  etag: string;
}

interface StaticFile {
  type: string;
  cacheControl: string;
  /** The original file, and its compressed variants if they are smaller. */
  codings: ReadonlyMap<ContentCoding, Representation>;
}

function represent(path: string): Representation {
  const body = readFileSync(path);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

function readFile(path: string, type: string, isNamedByContent: boolean): StaticFile {
  const codings = new Map<ContentCoding, Representation>([['identity', represent(path)]]);
  for (const [coding, suffix] of Object.entries(suffixes) as [keyof typeof suffixes, string][]) {
    if (existsSync(path + suffix)) codings.set(coding, represent(path + suffix));
  }
  const cacheControl = isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
  return { type, cacheControl, codings };
}

/** Reads every file in the folder that may be served. The keys are URL paths. */
function readFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const type = types[extname(entry.name)];
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    if (entry.isFile() && type) files.set(address, readFile(path, type, address.startsWith('/assets/')));
  }
  return files;
}

function refuse(res: Response, status: 404 | 406, sentence: string): void {
  res
    .status(status)
    .set({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .send(`${sentence}\n`);
}

/**
 * Serves the files of `folder`. All are read at startup, so that requests never read from the disk. A range request
 * gets the whole file. A missing file below /assets gets a plain 404, because a browser that requests a script of an
 * earlier release must not get HTML.
 */
export function staticFiles(folder: string): RequestHandler {
  const files = readFiles(folder);
  return (req, res, next) => {
    const file = files.get(req.path);
    if (!file) {
      const isRead = req.method === 'GET' || req.method === 'HEAD';
      if (isRead && req.path.startsWith('/assets/')) refuse(res, 404, 'File not found.');
      else next();
      return;
    }
    if (!isForHandler(reading, req, res)) return;
    if (file.codings.size > 1) res.vary('Accept-Encoding');
    const coding = chooseCoding(req.headers['accept-encoding'], [...file.codings.keys()]);
    const representation = coding && file.codings.get(coding);
    if (!representation) {
      refuse(res, 406, 'This file is available uncompressed, and as br or gzip where that makes it smaller.');
      return;
    }
    if (coding !== 'identity') res.set('Content-Encoding', coding);
    res
      .set({ 'Content-Type': file.type, 'Cache-Control': file.cacheControl, ETag: representation.etag })
      // Express omits the body for HEAD, and sends 304 if the ETag matches.
      .send(representation.body);
  };
}
