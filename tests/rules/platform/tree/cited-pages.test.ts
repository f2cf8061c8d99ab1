/** Tests that comments and docs refer only to pages, sections and rows that exist in this repository. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { anchorOf, filesBelow, headingsOf, root, textOf } from '#tests/support/tree/repository.ts';

const files = filesBelow();
const pages = files.filter((path) => path.endsWith('.md'));
/** Source files, whose comments are checked. */
const code = files.filter((path) => /\.(?:ts|tsx|mjs|js|css|html|jsonc)$/.test(path));

/** Joins a comment that spans several lines into one line. */
const inOneLine = (text: string): string => text.replace(/\n\s*(?:\*(?!\/)|\/\/)? ?/g, ' ');
const exists = (path: string): boolean => existsSync(resolve(root, path));

/** Returns whether the page has this heading, with or without its number. */
const hasSection = (page: string, section: string): boolean =>
  headingsOf(page).some((heading) => heading === section || heading.replace(/^\d+\. /, '') === section);

const citedPage = /\bdocs\/[\w/-]+\.md\b/g;
const citedSection = /\b(docs\/[\w/-]+\.md),? \(?"([^"]+)"/g;
const citedRow = /\b(docs\/paddle-classic\.md) ([A-Z]\d+)\b/g;
const citedNumber = /\b(docs\/[\w/-]+\.md),? section (\d+)/g;

it("Comments and docs name no page in capitals that doesn't exist", () => {
  // Checks names such as CHANGELOG.md. Names without the extension are checked by the next test.
  const missing = [...code, ...pages].flatMap((path) =>
    [...textOf(path).matchAll(/\b[A-Z][A-Z_]+\.md\b/g)]
      .map(([name]) => name)
      .filter((name) => !exists(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(pages.length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});

it('Sections are cited with the path of their page', () => {
  const unnamed = [...code, ...pages].flatMap((path) =>
    [...textOf(path).matchAll(/\b(?:[A-Z]{5,})(?:, "|,? section \d)/g)].map(([name]) => `${path}: ${name}`),
  );
  expect(unnamed).toEqual([]);
});

it('Cited pages, sections and rows exist', () => {
  let seen = 0;
  const missing = [...code, ...pages].flatMap((path) => {
    const text = inOneLine(textOf(path));
    const gone = [
      ...[...text.matchAll(citedPage)].filter(([page]) => !exists(page)),
      ...[...text.matchAll(citedSection)].filter(
        ([, page = '', section = '']) => exists(page) && !hasSection(page, section),
      ),
      ...[...text.matchAll(citedRow)].filter(([, page = '', row]) => !textOf(page).includes(`| ${row} |`)),
      ...[...text.matchAll(citedNumber)].filter(
        ([, page = '', number]) =>
          exists(page) && !headingsOf(page).some((heading) => heading.startsWith(`${number}. `)),
      ),
    ];
    seen += [...text.matchAll(citedPage)].length;
    return gone.map(([cited]) => `${path}: ${cited}`);
  });
  expect(seen).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});

it('Links between pages have no dead targets', () => {
  let seen = 0;
  const dead = pages.flatMap((page) => {
    const text = textOf(page).replace(/^```[\s\S]*?^```/gm, '');
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      seen += 1;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!exists(target)) return [`${page}: ${link}`];
      if (anchor === undefined) return [];
      return headingsOf(target).some((heading) => anchorOf(heading) === anchor) ? [] : [`${page}: ${link}`];
    });
  });
  expect(seen).toBeGreaterThan(40);
  expect(dead).toEqual([]);
});
