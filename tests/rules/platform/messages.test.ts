/** Every language has every sentence, with the same placeholders and the plural forms it needs; none is left over. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '#client/i18n/en.ts';
import { fr } from '#client/i18n/fr.ts';
import type { Translation } from '#client/i18n/translation.ts';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { layoutTexts } from '#server/platform/mail/layout-texts.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';

type Tree = { readonly [key: string]: string | Tree };

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );

const pages: Readonly<Record<Locale, Translation>> = { en, fr };

const mailsIn = (locale: Locale): Tree => ({
  layout: layoutTexts[locale],
  ...Object.fromEntries(
    Object.entries(mailTemplates).map(([name, { texts }]) => [name, { ...texts[locale] } as Tree]),
  ),
});

const sentencesOf = (locale: Locale) => new Map([...flat(pages[locale]), ...flat(mailsIn(locale), 'mail.')]);

interface Plural {
  name: string;
  forms: string[];
}

/** The arguments of an ICU message, and its plurals with their forms. Braces inside a branch are read as well. */
function readMessage(message: string): { names: Set<string>; plurals: Plural[] } {
  const names = new Set([...message.matchAll(/<(\w+)>/g)].map(([tag]) => tag));
  const plurals: Plural[] = [];
  const scan = (from: number, isBranches: Plural | null): number => {
    let at = from;
    while (at < message.length && message[at] !== '}') {
      if (message[at] !== '{') {
        at += 1;
        continue;
      }
      const rest = message.slice(at);
      const branch = isBranches && /(=\d+|\w+)\s*$/.exec(message.slice(from, at))?.[1];
      if (branch) {
        isBranches.forms.push(branch);
        at = scan(at + 1, null) + 1;
        continue;
      }
      const [head = '', name = '', kind] = /^\{(\w+)(?:, (plural|select),)?/.exec(rest) ?? [];
      names.add(name);
      const choice: Plural | null = kind ? { name, forms: [] } : null;
      if (choice && kind === 'plural') plurals.push(choice);
      at = scan(at + Math.max(head.length, 1), choice) + 1;
    }
    return at;
  };
  scan(0, null);
  return { names, plurals };
}

describe('a message is read with its arguments and its forms', () => {
  it.each([
    ['{a} and <b>{c}</b>', ['<b>', 'a', 'c'], []],
    ['{n, plural, =0 {none} one {# of {all}} other {#}}', ['all', 'n'], [['=0', 'one', 'other']]],
    ['{w, select, app {App} other {Other {p}}}', ['p', 'w'], []],
  ])('%s', (message, names, forms) => {
    const read = readMessage(message);
    expect([...read.names].sort()).toEqual(names);
    expect(read.plurals.map((plural) => plural.forms)).toEqual(forms);
  });
});

const english = sentencesOf('en');

describe.each(locales)('%s', (locale) => {
  const sentences = sentencesOf(locale);

  it('has every sentence', () => {
    expect([...sentences.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect([...sentences].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it('is handed the same as English', () => {
    const handed = (sentence = '') => [...readMessage(sentence).names].toSorted();
    for (const [key, sentence] of english)
      expect([key, handed(sentences.get(key))]).toEqual([key, handed(sentence)]);
  });

  it('has the plural forms that the language needs for whole numbers', () => {
    const rules = new Intl.PluralRules(languages[locale].tag);
    const needed = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
    for (const [key, sentence] of sentences)
      for (const { name, forms } of readMessage(sentence).plurals)
        expect([key, name, [...needed].filter((form) => !forms.includes(form))]).toEqual([key, name, []]);
  });
});

/** What names sentences: the pages, and the closed lists of words that the server says. Not the sentences themselves. */
const naming = ['src/client', 'src/shared']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/client\/i18n\/(en|fr)[/.]/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

it('no sentence is left over', () => {
  /**
   * Used where its last name stands in quotes or behind a dot, or where a template chooses among its siblings:
   * `t(\`why.${reason}\`)`. A group that is handed over whole is looked up by words of the server.
   */
  const isNamed = (name: string) => new RegExp(`['"\`.]${name.replaceAll('-', '\\-')}['"\`]`).test(naming);
  const isChosen = (path: string[]) => {
    const parent = path.slice(1, -1).join('.');
    return parent === ''
      ? new RegExp(`useTranslations\\('${path[0]}'\\)`).test(naming) && /\bt\w*\(\s*[a-z]\w*[,)]/.test(naming)
      : naming.includes(`${parent}.\${`) || naming.includes(`'${path.slice(0, -1).join('.')}'`);
  };
  const unused = flat(en)
    .map(([key]) => key)
    .filter((key) => {
      const path = key.split('.');
      return !isNamed(path.at(-1) ?? '') && !isNamed(path.slice(1).join('\\.')) && !isChosen(path);
    });
  expect(unused).toEqual([]);
});
