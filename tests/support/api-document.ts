/** Parses docs/api.md into its tables, code and examples. */
import { readFileSync } from 'node:fs';

export const apiDocument = readFileSync('docs/api.md', 'utf8');

/** Returns the text below a heading, up to the next heading of the same or a higher level. */
export function chapter(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const start = apiDocument.indexOf(`\n${heading}\n`);
  if (start === -1) throw new Error(`docs/api.md has no chapter "${heading}"`);
  const rest = apiDocument.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Returns a text's code blocks in one language. */
export const codeIn = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code = '']) => code);

/** Returns a text's tables as rows of cells. The first row holds the column names. */
export function tablesIn(text: string): string[][][] {
  const cellsOf = (line: string) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
  return [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) => {
    const [head = '', , ...rows] = table.trimEnd().split('\n');
    return [head, ...rows].map(cellsOf);
  });
}

/** Returns the code spans in a table cell. */
export const codesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
