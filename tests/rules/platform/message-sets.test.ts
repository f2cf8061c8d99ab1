/** Tests that the pages of each set receive exactly the messages they use. */
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupsAboutCustomers } from '#client/features/administration/about-customers.ts';
import { createMessages, messageSets } from '#client/i18n/messages.ts';
import type { MessageSet } from '#client/i18n/translation.ts';
import { type ImportedModule, readImports } from '#scripts/directions/read-imports.ts';
import { locales } from '#shared/accounts/accounts.ts';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

const client = 'src/client';
const sources = filesBelow(client).filter((path) => /\.tsx?$/.test(path));
const imports = new Map(sources.map((path) => [path, readImports(textOf(path), path)]));

/** Modules that load pages and messages dynamically. What they load isn't part of the page that imports them. */
const isLoader = (path: string) =>
  /\/(?:app\/router\.tsx|app\/routes\/page-parts\.ts|i18n\/[a-z]{2}\.ts)$/.test(path);

function fileOf(from: string, { module }: ImportedModule): string[] {
  if (module.startsWith('#client/')) return [module.replace('#client', client)];
  return module.startsWith('.') ? [join(dirname(from), module)] : [];
}

/** Returns all files that `entry` imports, directly or indirectly. */
function reach(entry: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = textOf(entry);
  for (const imported of imports.get(entry) ?? []) {
    const isFetched = text.includes(`import('${imported.module}')`);
    if (imported.kind === 'type' || (isFetched && isLoader(entry))) continue;
    for (const file of fileOf(entry, imported)) if (imports.has(file)) reach(file, seen);
  }
  return seen;
}

const groups = new Map<MessageSet, readonly string[]>(
  await Promise.all(
    messageSets.map(async (set) => {
      const messages = createMessages('en');
      await messages.load(set);
      return [set, Object.keys(messages.current().messages)] as const;
    }),
  ),
);
const groupsOf = (...sets: MessageSet[]) => sets.flatMap((set) => groups.get(set) ?? []);
const allGroups = groupsOf(...messageSets);

/**
 * Returns the message groups that a file uses. They are found in `useTranslations('group…')` or, if a file calls
 * `useTranslations()` without a group, in complete message keys. The groups for administrators are named in a list.
 */
function groupsNamedIn(path: string): string[] {
  const text = textOf(path);
  const asked = [...text.matchAll(/useTranslations\('(\w+)/g)].map(([, group = '']) => group);
  const whole = text.includes('useTranslations()')
    ? [...text.matchAll(/['`](\w+)\.[\w$]/g)].map(([, group = '']) => group)
    : [];
  const voiced = text.includes('const groupsAboutCustomers = ') ? Object.values(groupsAboutCustomers) : [];
  const legal = /(?<!function )useLegalTexts\(\)/.test(text) ? ['legal'] : [];
  return [...asked, ...whole, ...voiced, ...legal].filter((group) => allGroups.includes(group));
}

const ofEveryPage = reach(`${client}/main.tsx`);
const namedBy = (files: Iterable<string>) => new Set([...files].flatMap(groupsNamedIn));

it('Each message group is in one set', () => {
  expect(allGroups.filter((group, at) => allGroups.indexOf(group) !== at)).toEqual([]);
});

it('Code shared by all pages uses only the common messages', () => {
  const named = namedBy(ofEveryPage);
  expect(named.size).toBeGreaterThan(5);
  expect([...named].filter((group) => !groupsOf('common').includes(group))).toEqual([]);
});

/** Account pages are rendered inside the layout of the customer pages. */
const sets = {
  public: ['common', 'public'],
  legal: ['common', 'legal'],
  auth: ['common', 'auth'],
  customer: ['common', 'customer'],
  account: ['common', 'customer', 'account'],
  administration: ['common', 'customer', 'account', 'administration'],
} as const satisfies Record<Exclude<MessageSet, 'common'>, readonly MessageSet[]>;

const filesOf = (set: keyof typeof sets) => {
  const reached = reach(`${client}/app/page-sets/${set}-pages.ts`);
  return [...reached].filter((path) => !ofEveryPage.has(path));
};

describe.each(Object.keys(sets) as (keyof typeof sets)[])('The %s pages', (set) => {
  const named = namedBy(filesOf(set));

  it('use only messages from their own sets', () => {
    expect([...named].filter((group) => !groupsOf(...sets[set]).includes(group))).toEqual([]);
  });

  it('use every message group of their set', () => {
    expect(groupsOf(set).filter((group) => !named.has(group))).toEqual([]);
  });
});

it('Every common group is used by shared code or by pages of two sets', () => {
  const users = (group: string) =>
    (Object.keys(sets) as (keyof typeof sets)[]).filter((set) => namedBy(filesOf(set)).has(group));
  const named = namedBy(ofEveryPage);
  const misplaced = groupsOf('common').filter((group) => !named.has(group) && users(group).length < 2);
  expect(misplaced).toEqual([]);
});

it.each(locales)('Each %s message file is in exactly one set', (locale) => {
  const folder = `${client}/i18n/${locale}/`;
  const inSets = messageSets.flatMap((set) => {
    const file = `${folder}page-sets/${set}.ts`;
    return (imports.get(file) ?? []).flatMap((imported) => fileOf(file, imported));
  });
  const ofSentences = sources.filter((path) => path.startsWith(folder) && !path.includes('/page-sets/'));
  expect(inSets.filter((path) => path.startsWith(folder)).sort()).toEqual(ofSentences.sort());
});
