/** Tests that every file, function, table, column and setting mentioned in `docs` exists in the repository. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, root, textOf } from '#tests/support/tree/repository.ts';

const files = filesBelow();
const pages = files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');
const source = [
  ...files.filter((path) => /\.(?:tsx?|mjs|js|css|html|jsonc?|webmanifest)$/.test(path)),
  '.env.example',
]
  .map(textOf)
  .join('\n');
const names = new Set(files.map((path) => basename(path).replace(/(?:\.test)?\.\w+$/, '')));

/**
 * Names that aren't from this repository: settings and files of other products, system commands, and packages that were
 * considered.
 */
const others = new Set([
  ...[
    'config/monica.php',
    'monica.licence_key_encryption_key',
    'licence_key_encryption_key',
    'licence_private_key',
  ],
  ...['terminationGracePeriodSeconds', 'SO_REUSEPORT', 'sirv', 'customer_ip', 'custom_data'],
  ...['subscription/preview_update', 'toX', 'offer.plan.trialDays', 'trialDays'],
]);

/** Folders to which a path in a page may be relative. */
const roots = [
  '',
  'src',
  'src/server',
  'src/server/features',
  'src/server/platform',
  'src/client',
  'src/client/app',
  'docs',
  'tests',
];
const isThere = (path: string): boolean =>
  roots.some((folder) =>
    ['', '.ts', '.tsx'].some((ending) => existsSync(resolve(root, folder, path + ending))),
  );

/** Matches whole names only: `planned` in the source doesn't prove that `plan` exists. */
const hasWholeName = (name: string): boolean =>
  new RegExp(`(?<![\\w$])${name.replaceAll('.', '\\.')}(?![\\w$])`).test(source);

const isKnown = (name: string): boolean => {
  if (others.has(name)) return true;
  if (name.includes('/')) return isThere(name) || source.includes(name);
  if (name.startsWith('portal.')) return source.includes(`'${name.slice('portal.'.length)}'`);
  return names.has(name) || hasWholeName(name.replace(/\(\)$/, ''));
};

it('The docs name only files, functions, columns and settings that exist', () => {
  let seen = 0;
  const unknown = pages.flatMap((page) => {
    const prose = textOf(page).replace(/^ *```[\s\S]*?^ *```/gm, '');
    const named = [...prose.matchAll(/`([^`\n]+)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => /^[\w.-]+(?:\/[\w.-]+)+$|^[A-Za-z_][\w.]*(?:\(\))?$/.test(name));
    seen += named.length;
    return named.filter((name) => !isKnown(name)).map((name) => `${page}: ${name}`);
  });
  expect(seen).toBeGreaterThan(500);
  expect([...new Set(unknown)]).toEqual([]);
});
