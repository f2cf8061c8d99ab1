/** How much a browser may be made to fetch, compressed. Raise a limit only with a reason in the changelog. */
import { readFileSync } from 'node:fs';

const built = 'dist/client';
const page = readFileSync(`${built}/index.html`, 'utf8');
const [entry] = /\/assets\/[^"]+\.js/.exec(page) ?? [];
if (!entry) throw new Error(`${built}/index.html names no script`);
const firstPage = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file]) => built + file);

const limited = (name, path, limit) => ({ name, path, limit, gzip: true });

export default [
  limited('entry chunk', built + entry, '80 kB'),
  limited('scripts of every first page', firstPage, '195 kB'),
  limited('all scripts', `${built}/assets/*.js`, '345 kB'),
  limited('all styles', `${built}/assets/*.css`, '24 kB'),
];
