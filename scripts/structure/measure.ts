/**
 * Measures the number of files per folder, the number of lines per file, the width of comments, and the import cycles
 * between sibling folders.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { readImports } from '#scripts/directions/read-imports.ts';

export interface Structure {
  /** Number of files directly in each folder, sorted from most to fewest. */
  folders: { folder: string; files: number }[];
  /** Number of lines of each source file, sorted from most to fewest. */
  lengths: { file: string; lines: number }[];
  /** The widest comment line of each source file that has comments. */
  comments: { file: string; line: number; columns: number }[];
  cycles: Cycle[];
}

/** A group of sibling folders that all import each other, either directly or through other folders of the group. */
export interface Cycle {
  parent: string;
  folders: string[];
  /** The imports between these folders: how many there are for each pair, and one example. */
  edges: { from: string; to: string; imports: number; example: string }[];
}

export interface AllowedImport {
  from: string;
  to: string;
}

const code = /\.(ts|tsx|mjs|css)$/;
const withImports = /\.tsx?$/;
/** A line that begins with a comment, or continues one. */
const commentLine = /^\s*(\/\/|\/\*|\*|\{\/\*)/;

/**
 * Measures the given files. `files` are paths relative to `root`, with forward slashes. `aliases` are the import
 * aliases in package.json (`#server/*` to `./src/server/*`). Imports in `allowed` don't count towards cycles. Throws if
 * a file can't be read or parsed.
 */
export function measureStructure(
  root: string,
  files: readonly string[],
  aliases: Readonly<Record<string, string>>,
  allowed: readonly AllowedImport[] = [],
): Structure {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  const texts = new Map(
    files.filter((file) => code.test(file)).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  );
  const lengths = [...texts].map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }));
  const imports = [...texts].flatMap(([file, text]) => {
    if (!withImports.test(file)) return [];
    return readImports(text, file).flatMap(({ module }) => {
      const target = fileOf(module, file, aliases);
      const isAllowed = allowed.some(({ from, to }) => from === file && to === target);
      return target === null || isAllowed || !texts.has(target) ? [] : [{ from: file, to: target }];
    });
  });
  return {
    folders: [...counts]
      .map(([folder, count]) => ({ folder, files: count }))
      .toSorted((one, other) => other.files - one.files),
    comments: [...texts].flatMap(([file, text]) => widestComment(file, text)),
    lengths: lengths.toSorted((one, other) => other.lines - one.lines),
    cycles: cyclesAmong(imports),
  };
}

function widestComment(file: string, text: string): Structure['comments'] {
  return text
    .split('\n')
    .map((content, index) => ({
      file,
      line: index + 1,
      columns: commentLine.test(content) ? content.length : 0,
    }))
    .toSorted((one, other) => other.columns - one.columns)
    .slice(0, 1)
    .filter(({ columns }) => columns > 0);
}

/** Resolves an import to a path relative to the root. Returns null if the import is a package. */
function fileOf(module: string, importer: string, aliases: Readonly<Record<string, string>>): string | null {
  if (module.startsWith('.')) return posix.join(posix.dirname(importer), module);
  for (const [alias, target] of Object.entries(aliases)) {
    const start = alias.replace(/\*$/, '');
    if (module.startsWith(start)) return posix.join(target.replace(/\*$/, ''), module.slice(start.length));
  }
  return null;
}

/**
 * Imports between sibling folders. The keys are, from the outside in, the parent folder, the importing folder and the
 * imported folder.
 */
type Siblings = Map<string, Map<string, Map<string, AllowedImport[]>>>;

function cyclesAmong(imports: readonly AllowedImport[]): Cycle[] {
  const parents: Siblings = new Map();
  for (const each of imports) {
    const [from, to] = [each.from.split('/'), each.to.split('/')];
    const at = from.findIndex((part, index) => part !== to[index]);
    // Only imports between two folders count. A file next to a folder may import from that folder and be imported by
    // it.
    if (at < 0 || at >= from.length - 1 || at >= to.length - 1) continue;
    const parent = from.slice(0, at).join('/') || '.';
    const siblings = entry(parents, parent, () => new Map<string, Map<string, AllowedImport[]>>());
    const targets = entry(siblings, from[at] ?? '', () => new Map<string, AllowedImport[]>());
    entry(targets, to[at] ?? '', (): AllowedImport[] => []).push(each);
  }
  return [...parents]
    .flatMap(([parent, siblings]) => {
      const targets = new Map([...siblings].map(([folder, others]) => [folder, [...others.keys()]]));
      return circles(targets).map((folders) => ({
        parent,
        folders,
        edges: folders.flatMap((from) =>
          [...(siblings.get(from) ?? [])]
            .filter(([to]) => folders.includes(to))
            .map(([to, between]) => ({
              from,
              to,
              imports: between.length,
              example: `${between[0]?.from} → ${between[0]?.to}`,
            })),
        ),
      }));
    })
    .toSorted((one, other) => one.parent.localeCompare(other.parent));
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** Returns each group of two or more nodes that can all reach each other. */
function circles(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map([...targets.keys()].map((node) => [node, reachableFrom(node, targets)]));
  const groups = new Map<string, string[]>();
  for (const [node, others] of reached) {
    const group = [...others].filter((other) => reached.get(other)?.has(node));
    if (group.length > 1) groups.set(group.toSorted().join('\n'), group.toSorted());
  }
  return [...groups.values()];
}

/** Returns every node that can be reached from `start` in one or more steps. */
function reachableFrom(start: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [...(targets.get(start) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    open.push(...(targets.get(node) ?? []));
  }
  return reached;
}
