/**
 * Tests that every language has every text, with the same placeholders and all plural forms it needs. No text may be
 * unused.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupsAboutCustomers } from '#client/features/administration/about-customers.ts';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { layoutTexts } from '#server/platform/mail/layout-texts.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { errorTable } from '#shared/errors.ts';
import { languages } from '#shared/languages/languages.ts';
import { messagesIn, sentencesOf } from '#tests/support/i18n/sentences.ts';

const mailsIn = (locale: Locale) => ({
  layout: layoutTexts[locale],
  ...Object.fromEntries(Object.entries(mailTemplates).map(([name, { texts }]) => [name, texts[locale]])),
});

const everywhere = new Map(
  await Promise.all(
    locales.map(async (locale) => {
      const tree = { ...(await messagesIn(locale)), mail: mailsIn(locale) };
      return [locale, new Map(sentencesOf(tree))] as const;
    }),
  ),
);
const sentencesIn = (locale: Locale) => everywhere.get(locale) ?? new Map<string, string>();

interface Plural {
  name: string;
  forms: string[];
}

/**
 * Returns the names of a message's arguments, and its plurals with their forms. Both are also found inside the branches
 * of an ICU message.
 */
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

describe('The message parser finds arguments and plural forms', () => {
  it.each([
    ['{a} and <b>{c}</b>', ['<b>', 'a', 'c'], []],
    ['{n, plural, =0 {none} one {# of {all}} other {#}}', ['all', 'n'], [['=0', 'one', 'other']]],
    ['{w, select, app {App} other {Other {p}}}', ['p', 'w'], []],
  ])('in %s', (message, names, forms) => {
    const read = readMessage(message);
    expect([...read.names].sort()).toEqual(names);
    expect(read.plurals.map((plural) => plural.forms)).toEqual(forms);
  });
});

const english = sentencesIn('en');

describe.each(locales)('%s', (locale) => {
  const sentences = sentencesIn(locale);

  it('has every message, and none is empty', () => {
    expect([...sentences.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect([...sentences].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it('has the same arguments and tags as English', () => {
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

/** Returns the words of a message, without those in placeholders and tags. */
const wordsOf = (message: string): string[] =>
  message.replace(/[{<][^}>]*[}>]/g, ' ').match(/\p{L}{2,}/gu) ?? [];

const pairs = locales.flatMap((one, index) => locales.slice(index + 1).map((other) => [one, other] as const));

it.each(pairs)('%s and %s share no sentence, so none was copied without translating it', (one, other) => {
  const translated = sentencesIn(other);
  const same = [...sentencesIn(one)].filter(
    ([key, sentence]) => wordsOf(sentence).length > 3 && translated.get(key) === sentence,
  );
  expect(same).toEqual([]);
});

const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/client\/i18n\/[a-z]{2}[/.]/.test(file))
    .map((file) => readFileSync(file, 'utf8'));
const ofClient = sourcesIn('src/client');

/**
 * Source files that contain fixed lists of words: event kinds, failures and licence states. A group may have a message
 * for each word of such a list.
 */
const words = [
  ...sourcesIn('src/shared'),
  readFileSync('src/client/api/failure.ts', 'utf8'),
  readFileSync('src/client/features/licences/state/licence-state.ts', 'utf8'),
].join('\n');
const errorCodes = new Set(Object.keys(errorTable));

/** Returns the source of all client files that use messages of the group, joined into one string. */
const askingFor = (group: string): string =>
  ofClient
    .filter((text) => new RegExp(`useTranslations\\('${group}[.']|['\`]${group}\\.[\\w$]`).test(text))
    .join('\n');

const voices = Object.entries(groupsAboutCustomers);
const customersGroups = new Map(voices.map(([group, theirs]) => [theirs as string, group]));

it.each(voices)(
  'The messages of %s that administrators read in other words have the same arguments',
  (group, theirs) => {
    const handed = (sentence = '') => [...readMessage(sentence).names].toSorted();
    const told = [...english].filter(([key]) => key.startsWith(`${theirs}.`));
    expect(told.length).toBeGreaterThan(0);
    for (const [key, sentence] of told) {
      const customers = english.get(key.replace(theirs, group));
      expect([key, handed(sentence).filter((name) => !handed(customers).includes(name))]).toEqual([key, []]);
    }
  },
);

it('Every message of the pages is used', () => {
  // Leaves out mails, whose messages the compiler checks, and the legal pages, which show all their messages.
  const ofPages = [...english.keys()].filter((key) => !/^(?:mail|legal)\./.test(key));
  expect(ofPages.length).toBeGreaterThan(500);
  const asking = new Map<string, string>();
  const unused = ofPages.filter((key) => {
    const [own = '', ...path] = key.split('.');
    // Administrators read these messages wherever customers read those of the other group.
    const group = customersGroups.get(own) ?? own;
    const text = asking.get(group) ?? askingFor(group);
    asking.set(group, text);
    const name = path.at(-1) ?? '';
    const parent = path.slice(0, -1).join('.');
    const isNamed = (where: string) => new RegExp(`['"\`.]${name.replaceAll('-', '\\-')}['"\`]`).test(where);
    // True if the message is selected at runtime, as in t(`why.${reason}`).
    const isChosen = parent !== '' && text.includes(`${parent}.\${`);
    return !isNamed(text) && !isNamed(words) && !isChosen && !errorCodes.has(name);
  });
  expect(unused).toEqual([]);
});
