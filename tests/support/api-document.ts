/** docs/api.md, taken apart: its tables, its code, its examples. */
import { readFileSync } from 'node:fs';

export const apiDocument = readFileSync('docs/api.md', 'utf8');

/** What stands below a heading, up to the next one of its level or a higher one. */
export function chapter(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const start = apiDocument.indexOf(`\n${heading}\n`);
  if (start === -1) throw new Error(`docs/api.md has no chapter "${heading}"`);
  const rest = apiDocument.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** The code blocks of one language in a text. */
export const codeIn = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code = '']) => code);

/** The tables of a text: rows of cells, their first row being the names of the columns. */
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

/** The words that a cell has between backticks. */
export const codesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
