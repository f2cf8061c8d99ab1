/** Reads the repository's own text files, but none that were installed, built or written by a test run. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

/** The hidden folders whose files are read. All other hidden folders are left out. */
const shown = new Set(['.ci', '.github']);
const left = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report']);

const isShown = (name: string): boolean => (name.startsWith('.') ? shown.has(name) : !left.has(name));

/** Returns the paths of all files below `folder`, relative to the repository's root. */
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

/** Returns the headings of a page as written, ignoring lines in fenced code. */
export function headingsOf(path: string): string[] {
  const withoutCode = textOf(path).replace(/^```[\s\S]*?^```/gm, '');
  return [...withoutCode.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.trim());
}

/** Returns the anchor that GitHub generates for a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
