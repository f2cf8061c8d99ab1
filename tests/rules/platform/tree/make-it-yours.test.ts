/** Tests that docs/make-it-yours.md names every file that must be changed to sell something else. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { products, productTable } from '#shared/catalogue/products.ts';
import { filesBelow, root, textOf } from '#tests/support/tree/repository.ts';

const page = textOf('docs/make-it-yours.md');
const listed = [...page.matchAll(/`((?:src|db|scripts|docs)\/[^`]+|package\.json|\.env\.example)`/g)].map(
  ([, path = '']) => path,
);
const french = listed.map((path) => path.replace('/i18n/en/', '/i18n/fr/'));

it('docs/make-it-yours.md lists only paths that exist', () => {
  expect(listed.length).toBeGreaterThan(30);
  expect(listed.filter((path) => !existsSync(resolve(root, path)))).toEqual([]);
});

it('docs/make-it-yours.md lists every file that names a product', () => {
  const names = new RegExp(products.join('|'), 'i');
  const files = ['src/client', 'src/server', 'src/shared', 'src/cli', 'db', 'scripts']
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => /\.(?:tsx?|css|mjs|html|jsonl|webmanifest)$/.test(path) && names.test(textOf(path)));
  expect(files.length).toBeGreaterThan(20);
  const places = new Set([...listed, ...french]);
  expect(
    files.filter((path) => ![...places].some((place) => path === place || path.startsWith(`${place}/`))),
  ).toEqual([]);
});

it.each(products)('%s has its accent colour in both themes', (product) => {
  const { accent } = productTable[product];
  const rule = new RegExp(`\\[data-product="${product}"\\] \\{[^}]*--accent: var\\(--${accent}\\);`);
  // Monica's accent is the default on pages without a product, so it has no rule.
  if (product !== products[0]) expect(textOf('src/client/ui/styles/base.css')).toMatch(rule);
  for (const token of [accent, `${accent}-hover`, `${accent}-tint`]) {
    expect(textOf('src/client/ui/styles/tokens.css').split(`--${token}:`), token).toHaveLength(3);
  }
});
