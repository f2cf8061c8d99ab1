/** The repository as a reader finds it: its own text files, without what is installed, built or kept by a run. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

/** Hidden folders are left out apart from these. */
const shown = new Set(['.ci', '.github']);
const left = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report']);

const isShown = (name: string): boolean => (name.startsWith('.') ? shown.has(name) : !left.has(name));

/** Every file below `folder`, by its path from the root. */
export function filesBelow(folder = ''): string[] {
  return readdirSync(resolve(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isShown(entry.name) ? filesBelow(path) : [];
    return entry.isFile() ? [path] : [];
  });
}

export const foldersIn = (folder = ''): string[] =>
  readdirSync(resolve(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isShown(entry.name))
    .map(({ name }) => name);

export const textOf = (path: string): string => readFileSync(resolve(root, path), 'utf8');

/** The headings of a page, as they stand, outside of fenced code. */
export function headingsOf(path: string): string[] {
  const withoutCode = textOf(path).replace(/^```[\s\S]*?^```/gm, '');
  return [...withoutCode.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** What GitHub makes of a heading in an address. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
