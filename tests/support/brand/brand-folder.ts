/** Folders for BRAND_DIR, removed at the end of the test file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Returns a function that creates a folder with the given files. */
export function useBrandFolders() {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return (files: Readonly<Record<string, string | Buffer>> = {}): string => {
    const folder = mkdtempSync(join(tmpdir(), 'brand-'));
    folders.push(folder);
    for (const [name, contents] of Object.entries(files)) writeFileSync(join(folder, name), contents);
    return folder;
  };
}

export const svgWith = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"${attributes}>${inside}</svg>`;

/** The header of a PNG image, which is all that the portal reads. */
export function pngOf(width: number, height: number): Buffer {
  const png = Buffer.alloc(32);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(png);
  png.writeUInt32BE(13, 8);
  png.write('IHDR', 12, 'latin1');
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}
