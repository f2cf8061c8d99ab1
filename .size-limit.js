/**
 * Limits how much a browser downloads before each kind of page is ready, compressed as it is sent. Give a reason in the
 * changelog if you raise a limit.
 */
import { readdirSync, readFileSync } from 'node:fs';

const built = 'dist/client';
const document = readFileSync(`${built}/index.html`, 'utf8');
const delivery = JSON.parse(readFileSync(`${built}/delivery.json`, 'utf8'));
const everywhere = (kind) =>
  [...document.matchAll(new RegExp(`"(/assets/[^"]+\\.${kind})"`, 'g'))].map(([, file]) => file);
if (everywhere('js').length === 0) throw new Error(`${built}/index.html names no script`);

/** Returns the Brotli files that a first visit downloads: those of every page, of the set of pages, and its messages. */
const files = (kind, list, set, locale) => {
  const { common, [set]: own } = delivery.messages[locale];
  const parts = [common, own, delivery.pageSets[set]].flatMap((part) => part[list]);
  return [...new Set([...everywhere(kind), ...parts])].map((file) => `${built}${file}.br`);
};

const scripts = {
  public: '180 kB',
  auth: '242.5 kB',
  customer: '270 kB',
  account: '291.5 kB',
  administration: '318.5 kB',
};
/** What the overview of administration downloads with its first chart. */
const charts = readdirSync(`${built}/assets`)
  .filter((file) => /^bars-chart-.*\.js\.br$/.test(file))
  .map((file) => `${built}/assets/${file}`);
if (charts.length === 0) throw new Error('there is no chunk with the charts');

const limited = (name, path, limit) => ({ name, path, limit, brotli: false, gzip: false });

export default [
  ...Object.entries(scripts).flatMap(([set, limit]) =>
    Object.keys(delivery.messages).map((locale) =>
      limited(`scripts of a first ${set} page, ${locale}`, files('js', 'scripts', set, locale), limit),
    ),
  ),
  ...Object.keys(scripts).map((set) =>
    limited(`styles of a first ${set} page`, files('css', 'styles', set, 'en'), '17.8 kB'),
  ),
  limited('scripts of the charts', charts, '120 kB'),
];
