/** Tests that the twin's pages use the portal's colors and sizes, in both themes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { style } from '#twin/look/style.ts';

const tokens = readFileSync('src/client/ui/styles/tokens.css', 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

/** Returns the CSS variables of the first block that starts with `head`. */
function variablesOf(css: string, head: RegExp): Record<string, string> {
  const found = head.exec(css);
  if (!found) throw new Error(`no block begins with ${head}`);
  const block = css.slice(found.index + found[0].length).split('}')[0] ?? '';
  const pairs = [...block.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g)];
  return Object.fromEntries(
    pairs.map(([, name = '', value = '']) => [name, value.replaceAll(/\s*,\s*/g, ',').trim()]),
  );
}

test.each([
  ['light', /:root\s*\{/, /:root\s*\{/],
  ['dark', /:root\[data-mantine-color-scheme="dark"\]\s*\{/, /\(prefers-color-scheme:dark\)\{:root\{/],
  ['touched', /\(pointer: coarse\)\s*\{\s*:root\s*\{/, /\(pointer:coarse\)\{:root\{/],
])("Every CSS variable of the twin has the portal's value: %s", (_theme, inPortal, inTwin) => {
  const ours = variablesOf(tokens, inPortal);
  const theirs = variablesOf(style, inTwin);
  expect(Object.keys(theirs).length).toBeGreaterThan(0);
  expect(ours).toMatchObject(theirs);
});

test('The twin uses only declared CSS variables and no literal colours', () => {
  const used = [...style.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name);
  const declared = new Set([...style.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  expect(used.filter((name) => !declared.has(name ?? ''))).toEqual([]);
  const rest = style.replaceAll(/--[\w-]+:[^;}]+/g, '');
  expect(rest.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi)).toBeNull();
});
