/**
 * How much a browser is made to fetch before a page is there, compressed as it is sent, for every kind of page. Raise a
 * limit only with a reason in the changelog.
 */
import { readFileSync } from 'node:fs';

const built = 'dist/client';
const document = readFileSync(`${built}/index.html`, 'utf8');
const delivery = JSON.parse(readFileSync(`${built}/delivery.json`, 'utf8'));
const everywhere = (kind) =>
  [...document.matchAll(new RegExp(`"(/assets/[^"]+\\.${kind})"`, 'g'))].map(([, file]) => file);
if (everywhere('js').length === 0) throw new Error(`${built}/index.html names no script`);

/** What a first visit fetches: what every page has, the language, the set of pages. Brotli, as browsers take it. */
const files = (kind, list, set, locale) =>
  [...new Set([...everywhere(kind), ...delivery.locales[locale][list], ...delivery.pageSets[set][list]])].map(
    (file) => `${built}${file}.br`,
  );

const scripts = { public: '180 kB', auth: '236 kB', customer: '242 kB', account: '260 kB' };
const limited = (name, path, limit) => ({ name, path, limit, brotli: false, gzip: false });

export default [
  ...Object.entries(scripts).flatMap(([set, limit]) =>
    Object.keys(delivery.locales).map((locale) =>
      limited(`scripts of a first ${set} page, ${locale}`, files('js', 'scripts', set, locale), limit),
    ),
  ),
  ...Object.keys(scripts).map((set) =>
    limited(`styles of a first ${set} page`, files('css', 'styles', set, 'en'), '16 kB'),
  ),
];
