/** Tests rules that every source file of the client must follow. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isNode, readDynamicImports, readImports, visitNodes } from '#scripts/directions/read-imports.ts';

const client = fileURLToPath(new URL('../../../../src/client', import.meta.url));
const files = readdirSync(client, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(join(client, file), 'utf8') }));

describe('Dynamic imports of the client', () => {
  it('go through lazy-parts.ts, which handles missing files', () => {
    const found = files.flatMap(({ file, source }) =>
      readDynamicImports(source, file).map((each) => ({ file, ...each })),
    );
    expect(found.length).toBeGreaterThan(6);
    expect(found.filter(({ givenTo, module }) => givenTo !== 'part' || module === null)).toEqual([]);
    const users = new Set(found.map(({ file }) => file));
    for (const { file, source } of files.filter((each) => users.has(each.file))) {
      const imported = readImports(source, file).map(({ module }) => module.split('/').at(-1));
      expect([file, imported]).toEqual([file, expect.arrayContaining(['lazy-parts.ts'])]);
    }
  });

  it('are found in every notation', () => {
    const source = `
      const a = part(() => import('./a.ts'));
      const b = () => import('./b.ts');
      const c = lazy(() => import('./c.ts'));
      const d = part(async () => (await import('./d.ts')).d);
      const e = import.meta.glob('./*.ts');
      void import(name);`;
    expect(readDynamicImports(source, 'x.ts').map(({ module, givenTo }) => [module, givenTo])).toEqual([
      ['./a.ts', 'part'],
      ['./b.ts', null],
      ['./c.ts', 'lazy'],
      ['./d.ts', null],
      [null, null],
      [null, null],
    ]);
  });
});

/** Returns the name of an attribute. For spread attributes, returns `...` and the name of the spread variable. */
function nameOf(attribute: Record<string, unknown>): string {
  const { name, arguments: spread } = attribute;
  if (isNode(name)) return String(name.value);
  return isNode(spread) ? `...${String(spread.value)}` : '';
}

describe('Forms', () => {
  it("disable the browser's own validation messages", () => {
    const forms: { file: string; given: readonly string[] }[] = [];
    for (const { file, source } of files) {
      visitNodes(source, file, (node) => {
        if (node.type !== 'JSXOpeningElement' || !isNode(node.name) || node.name.value !== 'form') return;
        const attributes: unknown[] = Array.isArray(node.attributes) ? node.attributes : [];
        forms.push({ file, given: attributes.filter(isNode).map(nameOf) });
      });
    }
    expect(forms.length).toBeGreaterThan(0);
    // `formProps` from `useEntries` contains `noValidate`, so a form that spreads them has it too.
    expect(
      forms.filter(({ given }) => !['noValidate', '...formProps'].some((it) => given.includes(it))),
    ).toEqual([]);
  });
});
