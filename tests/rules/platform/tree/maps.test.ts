/** Tests that the maps in README and docs/architecture.md match the file tree. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { knownFeatures, reachedThroughDeps } from '#scripts/directions/rules.ts';
import { foldersIn, headingsOf, root, textOf } from '#tests/support/tree/repository.ts';

const readme = textOf('README.md');
const architecture = textOf('docs/architecture.md');
const exists = (path: string): boolean => existsSync(resolve(root, path));

/** Returns the code blocks in the given language, in order. */
const fenced = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );

/**
 * Converts the lines of the README's map into paths relative to the root. Every two spaces of indentation are one
 * folder level.
 */
function pathsOfMap(map: string): string[] {
  const above: string[] = [];
  return map
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const depth = (line.length - line.trimStart().length) / 2;
      const [name = ''] = line.trim().split(/\s/);
      above.splice(depth);
      above.push(name.replace(/\/$/, ''));
      return above.join('/');
    });
}

const [map = ''] = fenced(readme, 'text').filter((text) => text.startsWith('src/'));
const mapped = pathsOfMap(map);

it('README names only paths that exist', () => {
  // The map may list a file without its extension.
  expect(mapped.length).toBeGreaterThan(20);
  expect(mapped.filter((path) => !exists(path) && !exists(`${path}.ts`))).toEqual([]);
});

it.each(['', 'src', 'src/server', 'src/server/features', 'src/client'])(
  'README names every folder in %j',
  (folder) => {
    const folders = foldersIn(folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => (folder === '' ? name : `${folder}/${name}`));
    expect(folders.filter((path) => !mapped.includes(path))).toEqual([]);
  },
);

it('Feature folders of client and tests exist on the server too', () => {
  const nouns = foldersIn('src/server/features');
  const others = ['src/client/features', 'tests/api', 'tests/pages', 'tests/rules'].flatMap((folder) =>
    foldersIn(folder)
      .filter((name) => !nouns.includes(name))
      .map((name) => `${folder}/${name}`),
  );
  // Only these folders aren't named after a business noun: the platform, the local Paddle, the proofs, and code shared
  // by tests.
  expect(others.filter((path) => !/\/(?:platform|paddle-twin|proofs|support)$/.test(path))).toEqual([]);
});

it('docs/architecture.md describes every feature and draws the import directions that are checked', () => {
  for (const noun of foldersIn('src/server/features')) expect(architecture).toContain(`| ${noun} |`);
  const [, directions = ''] = fenced(architecture, 'mermaid');
  const drawn = [...directions.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`);
  const allowed = Object.entries(knownFeatures).flatMap(([from, all]) => all.map((to) => `${from} → ${to}`));
  expect(drawn.sort()).toEqual(allowed.sort());
  const dashed = [...directions.matchAll(/^ {2}(\w+) -\. (\w+) \.-> \w+$/gm)].map(([, from, member]) => [
    from,
    member,
  ]);
  const reached = Object.entries(reachedThroughDeps).flatMap(([from, all]) =>
    all.map((member) => [from, member]),
  );
  expect(dashed.sort()).toEqual(reached.sort());
});

it('docs/architecture.md and README name only files and folders that exist', () => {
  const roots = ['', 'src/server/features/', 'src/', 'src/server/', 'docs/'];
  const isThere = (path: string) =>
    roots.some((folder) => ['', '.ts', '.tsx'].some((ending) => exists(`${folder}${path}${ending}`)));
  const code = [architecture, readme].flatMap((text) => {
    const prose = text.replace(/^```(?!mermaid)[\s\S]*?^```/gm, '');
    return [...prose.matchAll(/[`"]([\w-]+(?:\/[\w.-]+)+)[`"]/g)].map(([, path = '']) => path);
  });
  expect(code.length).toBeGreaterThan(25);
  expect(code.filter((path) => !path.startsWith('dist/') && !isThere(path))).toEqual([]);
});

it('README walks through the four flows that docs/architecture.md describes', () => {
  const partOf = (text: string, heading: string) =>
    text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const inReadme = [...partOf(readme, 'Four flows').matchAll(/^- \*\*(\w+)\*\*: `/gm)].map(
    ([, flow = '']) => flow,
  );
  const inArchitecture = [...partOf(architecture, 'Four flows').matchAll(/^### A (\w+)$/gm)];
  expect(inReadme).toEqual(['Ping', 'Webhook', 'Purchase', 'Change']);
  expect(inArchitecture.map(([, flow]) => flow)).toEqual(inReadme.map((flow) => flow.toLowerCase()));
  expect(headingsOf('docs/architecture.md')).toContain('Billing on one page');
  expect(readme).toMatch(
    /\[architecture\]\(docs\/architecture\.md\).*the four flows in detail, billing on one page/,
  );
});
