/** Compresses the files of a built client ahead of time, with Brotli and gzip at their highest levels. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Types of files that are worth compressing. Fonts and most image formats are already compressed. */
const texts: ReadonlySet<string> = new Set(['.css', '.ico', '.js', '.svg', '.txt', '.webmanifest']);

const codings = {
  '.br': (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  '.gz': (body: Buffer) => promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
} as const;

/**
 * Writes `<file>.br` and `<file>.gz` next to each compressible file in `folder`. Leaves out a compressed file that
 * would be larger than the original.
 */
export async function precompress(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && texts.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(
    files.flatMap((file) => {
      const body = readFileSync(file);
      return Object.entries(codings).map(async ([suffix, compress]) => {
        const smaller = await compress(body);
        if (smaller.length < body.length) writeFileSync(file + suffix, smaller);
      });
    }),
  );
}
